"""A small programme site written by us, served on loopback in two editions; import its modules, this one is empty."""
