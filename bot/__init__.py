"""The shell of Pullquote: people, clocks, disks and networks around the core in `digest`."""
