"""What is read, never set, about the machine of a measurement: load, malloc, the GPU's clock and temperature, the code."""

import os
import subprocess
from pathlib import Path

from scripts import records
from scripts.measure import conditions


def load() -> list[float] | None:
    """Load averages over 1, 5 and 15 minutes; None where the system has none."""
    return [round(value, 2) for value in os.getloadavg()] if hasattr(os, "getloadavg") else None


def malloc() -> str:
    """Which allocator settings the rows were timed under (a row with `trimming: default` under the system's own)."""
    return conditions.MALLOC_HELD if conditions.has_mallopt() else conditions.MALLOC_DEFAULT


def gpu() -> dict[str, int] | None:
    """The SM clock in MHz and the temperature in °C at this moment; None where nvidia-smi can't say."""
    command = ["nvidia-smi", "--query-gpu=clocks.sm,temperature.gpu", "--format=csv,noheader,nounits"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
        clock, temperature = said.splitlines()[0].split(",")
        return {"sm_clock_mhz": int(clock), "temperature_c": int(temperature)}
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def code_sha256() -> str:
    """The hash of the measuring code, as provenance only: what makes a row stale is its own `input_sha256`."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return records.source_sha256("\n".join(source.read_text(encoding="utf-8") for source in sources))
