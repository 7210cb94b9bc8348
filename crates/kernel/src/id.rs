//! Ids: 63 bits, ordered by time, made by the program and never by a database.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::Ts;

/// Milliseconds between 1970-01-01 and 2025-01-01 UTC, where ids begin to count.
const EPOCH_MS: i64 = 1_735_689_600_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;
/// Length of an id in text: 13 characters of 5 bits hold 63.
const TEXT_LENGTH: usize = 13;
/// Crockford's base32, lower case: no i, l, o or u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many nodes can make ids at the same time.
pub const NODES: u16 = 1 << NODE_BITS;

/// The id of one table's rows: see [`id!`](crate::id).
pub trait Id: Copy + Send + Sync + 'static {
    /// Takes the number that a database row holds.
    fn from_i64(raw: i64) -> Self;
    /// The number that a database row holds.
    fn get(self) -> i64;
}

/// A text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadId;

impl std::fmt::Display for BadId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not an id: 13 characters of 0-9 and a-z without i, l, o, u are expected")
    }
}

impl std::error::Error for BadId {}

/// Makes ids that never repeat on one node and never run backwards.
///
/// 41 bits of milliseconds since 2025-01-01 UTC, 10 bits of node, 12 bits of sequence. When a
/// millisecond's 4,096 ids are used up, or the clock steps back, it borrows from the future.
#[derive(Debug)]
pub struct IdMaker {
    node: i64,
    /// Milliseconds and sequence of the last id, side by side.
    last: AtomicI64,
}

impl IdMaker {
    /// A maker for one node, `node < NODES`; the number is leased so that no two nodes share it.
    #[must_use]
    pub fn new(node: u16) -> Self {
        Self { node: i64::from(node % NODES), last: AtomicI64::new(0) }
    }

    /// The next id, for something that happens at `now`.
    pub fn next<I: Id>(&self, now: Ts) -> I {
        let floor = (now.micros().div_euclid(1000) - EPOCH_MS).max(1) << SEQUENCE_BITS;
        let step = |last: i64| Some(floor.max(last + 1));
        let next = match self.last.fetch_update(Ordering::AcqRel, Ordering::Acquire, step) {
            Ok(last) | Err(last) => floor.max(last + 1),
        };
        let millis = next >> SEQUENCE_BITS;
        let sequence = next & ((1 << SEQUENCE_BITS) - 1);
        I::from_i64(
            (millis << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence,
        )
    }
}

/// An id moved to another moment, its node and sequence kept, so that ids of what is older come
/// before: another may have the same by then, and one from before 2025 is negative and stands in no
/// address.
#[must_use]
pub fn id_at<I: Id>(id: I, at: Ts) -> I {
    let tail = NODE_BITS + SEQUENCE_BITS;
    let millis = (at.micros().div_euclid(1000) - EPOCH_MS).clamp(-(1 << 40), (1 << 41) - 1);
    I::from_i64((millis << tail) | (id.get() & ((1 << tail) - 1)))
}

/// Writes an id as 13 characters of lower-case Crockford base32.
#[must_use]
pub fn encode_id(raw: i64) -> String {
    (0..TEXT_LENGTH)
        .rev()
        .map(|place| {
            let digit = usize::try_from((raw >> (place * 5)) & 31).unwrap_or_default();
            char::from(ALPHABET.get(digit).copied().unwrap_or(b'0'))
        })
        .collect()
}

/// Reads what [`encode_id`] wrote; capitals are accepted.
///
/// # Errors
/// [`BadId`] when the text has another length, another letter, or more than 63 bits.
pub fn decode_id(text: &str) -> Result<i64, BadId> {
    if text.len() != TEXT_LENGTH {
        return Err(BadId);
    }
    let mut raw: i64 = 0;
    for byte in text.bytes().map(|b| b.to_ascii_lowercase()) {
        let digit = ALPHABET.iter().position(|letter| *letter == byte).ok_or(BadId)?;
        let digit = i64::try_from(digit).map_err(|_too_large| BadId)?;
        raw = raw.checked_mul(32).and_then(|r| r.checked_add(digit)).ok_or(BadId)?;
    }
    Ok(raw)
}

/// Declares the id type of one table: a newtype over the row's `BIGINT`, always text in JSON and
/// in addresses.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $vis:vis $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(i64);

        impl $crate::Id for $name {
            fn from_i64(raw: i64) -> Self {
                Self(raw)
            }
            fn get(self) -> i64 {
                self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&$crate::encode_id(self.0))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::BadId;
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                $crate::decode_id(text).map(Self)
            }
        }

        impl $crate::Bind for $name {
            fn bind(&self) -> $crate::Val {
                $crate::Val::Int(self.0)
            }
        }

        impl $crate::Column for $name {
            fn read(
                cell: $crate::Cell<'_>,
            ) -> ::std::result::Result<Self, $crate::BadCell> {
                <i64 as $crate::Column>::read(cell).map(Self)
            }
        }

        impl $crate::__serde::Serialize for $name {
            fn serialize<S: $crate::__serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> $crate::__serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text =
                    <::std::borrow::Cow<'de, str> as $crate::__serde::Deserialize>::deserialize(
                        deserializer,
                    )?;
                text.parse().map_err($crate::__serde::de::Error::custom)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    id!(
        /// A row in these tests.
        RowId
    );

    #[test]
    fn ids_grow_even_when_the_clock_steps_back() {
        let maker = IdMaker::new(7);
        let times = [2_000_000_000_000_000, 1_999_999_999_000_000, 2_000_000_000_000_000];
        let ids: Vec<RowId> = times.iter().map(|t| maker.next(Ts::from_micros(*t))).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_millisecond_of_more_than_4096_ids_borrows_from_the_next() {
        let maker = IdMaker::new(1023);
        let now = Ts::from_micros(2_000_000_000_000_000);
        let mut ids: Vec<i64> = (0..10_000).map(|_| maker.next::<RowId>(now).get()).collect();
        let made = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), made);
        assert!(ids.iter().all(|id| *id > 0));
    }

    #[test]
    fn an_id_moved_to_another_moment_stands_where_that_moment_is() {
        let maker = IdMaker::new(1023);
        let [now, before, long_ago] =
            [2_000_000_000_000_000, 1_999_999_999_000_000, 1_000_000_000_000_000]
                .map(Ts::from_micros);
        let (older, newer): (RowId, RowId) = (maker.next(before), maker.next(now));
        assert_eq!(id_at(newer, now), newer);
        assert!(id_at(newer, before) >= older && id_at(newer, before) < newer);
        assert!(id_at(newer, long_ago) < older && id_at(newer, long_ago).get() < 0);
    }

    #[test]
    fn two_nodes_never_make_the_same_id() {
        let now = Ts::from_micros(1_900_000_000_000_000);
        let (a, b) = (IdMaker::new(1), IdMaker::new(2));
        let ids: std::collections::BTreeSet<i64> = (0..5_000)
            .flat_map(|_| [a.next::<RowId>(now).get(), b.next::<RowId>(now).get()])
            .collect();
        assert_eq!(ids.len(), 10_000);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for bad in [
            "",
            "0",
            "00000000000000",
            "zzzzzzzzzzzzz",
            "000000000000u",
            "００００００００００００",
        ] {
            assert_eq!(bad.parse::<RowId>(), Err(BadId), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn an_id_survives_its_text(raw in 0..=i64::MAX) {
            let id = RowId::from_i64(raw);
            prop_assert_eq!(id.to_string().len(), TEXT_LENGTH);
            prop_assert_eq!(id.to_string().parse::<RowId>().unwrap(), id);
            prop_assert_eq!(id.to_string().to_uppercase().parse::<RowId>().unwrap(), id);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(serde_json::from_str::<RowId>(&json).unwrap(), id);
        }
    }
}
