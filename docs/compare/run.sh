#!/usr/bin/env bash
# Installs PyTorch and JAX into target/compare and asks them the questions of docs/src/comparison.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
python3 -m venv target/compare
target/compare/bin/pip install --quiet numpy scipy jax torch
target/compare/bin/python docs/compare/frameworks.py
