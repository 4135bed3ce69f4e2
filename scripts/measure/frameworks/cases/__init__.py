"""One file a framework. A name that the framework also has is free: imports are absolute."""
