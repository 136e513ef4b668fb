#!/bin/sh
# Installs without a network, builds the graph and opens the explorer.
exec "${PYTHON:-python3}" "$(dirname "$0")/start.py" "$@"
