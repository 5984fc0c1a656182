//! A table from 64-bit keys to values, built once and asked very often, mostly for keys that it does not hold.

use crate::usage::mix;

/// Keys that may be told from others by a bit for each: few of those that are not in it seem to be.
#[derive(Debug)]
pub(super) struct KeySet {
    /// Placed by the product of a key.
    bits: Vec<u64>,
    shift: u32,
}

/// Values by key; several values may have one key.
#[derive(Debug)]
pub(super) struct KeyTable<T> {
    set: KeySet,
    /// For the top bits of a hash, where its entries begin.
    starts: Vec<u32>,
    hashes: Vec<u64>,
    values: Vec<T>,
    bucket_shift: u32,
}

impl KeySet {
    /// Of these keys; `size` says about how many there are.
    pub(super) fn new(size: usize, keys: impl IntoIterator<Item = u64>) -> Self {
        let bits = (16 * size.max(1)).next_power_of_two().trailing_zeros().clamp(6, 30);
        let mut set = KeySet { bits: vec![0; 1 << (bits - 6)], shift: 64 - bits };
        for key in keys {
            let bit = product(key) >> set.shift;
            set.bits[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        set
    }

    /// Whether a key may be one of them; if not, it is none.
    #[inline]
    pub(super) fn may_hold(&self, key: u64) -> bool {
        let bit = product(key) >> self.shift;
        self.bits[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
    }
}

/// Longer buckets are sorted apart.
const SHORT_BUCKET: usize = 16;

impl<T: Copy + Ord> KeyTable<T> {
    pub(super) fn new(pairs: impl IntoIterator<Item = (u64, T)>) -> Self {
        let entries: Vec<(u64, T)> = pairs.into_iter().map(|(key, value)| (mix(key), value)).collect();
        let size = entries.len().max(1);
        let bucket_bits = size.next_power_of_two().trailing_zeros().clamp(1, 24);
        let bucket_shift = 64 - bucket_bits;
        // Hashes are spread evenly: most buckets hold an entry or two, and to put entries there is nearly to sort them.
        let mut starts = vec![0_u32; (1 << bucket_bits) + 1];
        for &(hash, _) in &entries {
            starts[(hash >> bucket_shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut hashes = vec![0; entries.len()];
        let mut values: Vec<T> = entries.iter().map(|&(_, value)| value).collect();
        let mut next = starts.clone();
        for (hash, value) in entries {
            let next = &mut next[(hash >> bucket_shift) as usize];
            (hashes[*next as usize], values[*next as usize]) = (hash, value);
            *next += 1;
        }
        let mut table = KeyTable { set: KeySet::new(size, []), starts, hashes, values, bucket_shift };
        table.sort();
        let keys = table.hashes.iter().map(|&hash| unmixed(hash));
        table.set = KeySet::new(size, keys);
        table
    }

    /// Sorts each bucket, and takes out what stands in it twice.
    fn sort(&mut self) {
        let KeyTable { starts, hashes, values, .. } = self;
        let mut kept = 0;
        let mut start = 0;
        let mut apart: Vec<(u64, T)> = Vec::new();
        for end in &mut starts[1..] {
            let bucket = start..*end as usize;
            start = bucket.end;
            if bucket.len() > SHORT_BUCKET {
                apart.clear();
                apart.extend(bucket.clone().map(|at| (hashes[at], values[at])));
                apart.sort_unstable();
                for (at, &(hash, value)) in bucket.clone().zip(&apart) {
                    (hashes[at], values[at]) = (hash, value);
                }
            } else {
                for at in bucket.clone() {
                    let mut at = at;
                    while at > bucket.start && (hashes[at], values[at]) < (hashes[at - 1], values[at - 1]) {
                        hashes.swap(at, at - 1);
                        values.swap(at, at - 1);
                        at -= 1;
                    }
                }
            }
            let first = kept;
            for at in bucket {
                if kept == first || (hashes[at], values[at]) != (hashes[kept - 1], values[kept - 1]) {
                    (hashes[kept], values[kept]) = (hashes[at], values[at]);
                    kept += 1;
                }
            }
            *end = kept as u32;
        }
        hashes.truncate(kept);
        values.truncate(kept);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values of a key, in their order.
    #[inline]
    pub(super) fn get(&self, key: u64) -> &[T] {
        if self.set.may_hold(key) { self.probe(key) } else { &[] }
    }

    /// Apart from [`get`](Self::get), which is so small enough to become a part of loops that mostly ask in vain.
    #[inline(never)]
    fn probe(&self, key: u64) -> &[T] {
        let hash = mix(key);
        let bucket = (hash >> self.bucket_shift) as usize;
        let (start, end) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        let hashes = &self.hashes[start..end];
        let first = hashes.partition_point(|&other| other < hash);
        let count = hashes[first..].iter().take_while(|&&other| other == hash).count();
        &self.values[start + first..start + first + count]
    }
}

/// The key of a hash: each step of [`mix`] undone, the last first. The factors are inverses modulo 2^64.
const fn unmixed(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0x9cb4_b2f8_1293_37db);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0x4f74_430c_22a5_4005);
    hash ^ (hash >> 33)
}

/// The key times the golden ratio: its top bits are mixed well enough for most keys to be turned away by them.
const fn product(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_twice_is_kept_once_and_values_are_in_order() {
        // More values of one key than a short bucket holds, in no order and twice.
        let pairs = (0..200_u64).flat_map(|n| [(n % 5, (n * 7919 % 1009) as u32); 2]);
        let table = KeyTable::new(pairs.clone());
        assert_eq!(table.values.len(), 200);
        for key in 0..5 {
            let mut expected: Vec<u32> = pairs.clone().filter(|pair| pair.0 == key).map(|pair| pair.1).collect();
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(table.get(key), expected);
        }
    }

    #[test]
    fn every_key_has_its_values_and_no_others() {
        let pairs: Vec<(u64, u32)> = (0..5000).map(|n| (u64::from(n % 1700) * 7, n)).collect();
        let table = KeyTable::new(pairs.iter().copied());
        for key in 0..12_000 {
            let expected: Vec<u32> = pairs.iter().filter(|pair| pair.0 == key).map(|pair| pair.1).collect();
            assert_eq!(table.get(key), expected, "{key}");
        }
        assert!(KeyTable::<u32>::new([]).get(0).is_empty());
    }
}
