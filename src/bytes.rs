//! Reading little-endian numbers out of a table. Every read is checked; one
//! past the end gives zero, so that a damaged table gives wrong answers but
//! never a panic.

/// The byte at `at`.
#[inline]
pub(crate) fn byte(table: &[u8], at: usize) -> u8 {
    table.get(at).copied().unwrap_or(0)
}

/// The 16-bit number at byte `at`.
#[inline]
pub(crate) fn short(table: &[u8], at: usize) -> u16 {
    match table.get(at..).and_then(<[u8]>::first_chunk::<2>) {
        Some(bytes) => u16::from_le_bytes(*bytes),
        None => 0,
    }
}

/// The 24-bit number at byte `at`.
#[inline]
pub(crate) fn medium(table: &[u8], at: usize) -> usize {
    match table.get(at..).and_then(<[u8]>::first_chunk::<3>) {
        Some(&[a, b, c]) => usize::from(a) | usize::from(b) << 8 | usize::from(c) << 16,
        None => 0,
    }
}

/// The 32-bit number at byte `at`.
#[inline]
pub(crate) fn long(table: &[u8], at: usize) -> u32 {
    match table.get(at..).and_then(<[u8]>::first_chunk::<4>) {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => 0,
    }
}

/// The 64-bit number at byte `at`.
#[inline]
pub(crate) fn quad(table: &[u8], at: usize) -> u64 {
    match table.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_little_endian() {
        let table = [1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(byte(&table, 7), 8);
        assert_eq!(short(&table, 0), 0x0201);
        assert_eq!(medium(&table, 1), 0x04_0302);
        assert_eq!(long(&table, 4), 0x0807_0605);
        assert_eq!(quad(&table, 0), 0x0807_0605_0403_0201);
    }

    #[test]
    fn past_the_end_is_zero() {
        let table = [9, 9];
        assert_eq!(byte(&table, 2), 0);
        assert_eq!(short(&table, 1), 0);
        assert_eq!(medium(&table, 0), 0);
        assert_eq!(long(&table, usize::MAX), 0);
        assert_eq!(quad(&table, 2), 0);
    }
}
