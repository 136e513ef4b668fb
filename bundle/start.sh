#!/bin/sh
# Installs without a network, builds the graph and opens the explorer.
cd "$(dirname "$0")" || exit 1
exec "${PYTHON:-python3}" start.py "$@"
