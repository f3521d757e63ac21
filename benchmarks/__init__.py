"""What ergobreak costs a machine, measured: ``python3 dev.py bench``."""
