"""When to speak. Pure: no clock, no input or output, no randomness; time is an argument."""
