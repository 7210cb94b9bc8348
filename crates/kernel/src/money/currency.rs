//! Currencies that people pay with.
//!
//! The table is List One of ISO 4217 as published on 2026-01-01 by SIX, its maintenance agency:
//! alphabetic codes by their minor units, without funds, units of account, metals and the codes for
//! tests, by which nobody pays.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::BadMoney;

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// Those with no digits after the point.
const NONE: [[u8; 3]; 16] = [
    *b"BIF", *b"CLP", *b"DJF", *b"GNF", *b"ISK", *b"JPY", *b"KMF", *b"KRW", *b"PYG", *b"RWF",
    *b"UGX", *b"VND", *b"VUV", *b"XAF", *b"XOF", *b"XPF",
];
/// Those with two digits after the point.
const TWO: [[u8; 3]; 132] = [
    *b"AED", *b"AFN", *b"ALL", *b"AMD", *b"AOA", *b"ARS", *b"AUD", *b"AWG", *b"AZN", *b"BAM",
    *b"BBD", *b"BDT", *b"BMD", *b"BND", *b"BOB", *b"BRL", *b"BSD", *b"BTN", *b"BWP", *b"BYN",
    *b"BZD", *b"CAD", *b"CDF", *b"CHF", *b"CNY", *b"COP", *b"CRC", *b"CUP", *b"CVE", *b"CZK",
    *b"DKK", *b"DOP", *b"DZD", *b"EGP", *b"ERN", *b"ETB", *b"EUR", *b"FJD", *b"FKP", *b"GBP",
    *b"GEL", *b"GHS", *b"GIP", *b"GMD", *b"GTQ", *b"GYD", *b"HKD", *b"HNL", *b"HTG", *b"HUF",
    *b"IDR", *b"ILS", *b"INR", *b"IRR", *b"JMD", *b"KES", *b"KGS", *b"KHR", *b"KPW", *b"KYD",
    *b"KZT", *b"LAK", *b"LBP", *b"LKR", *b"LRD", *b"LSL", *b"MAD", *b"MDL", *b"MGA", *b"MKD",
    *b"MMK", *b"MNT", *b"MOP", *b"MRU", *b"MUR", *b"MVR", *b"MWK", *b"MXN", *b"MYR", *b"MZN",
    *b"NAD", *b"NGN", *b"NIO", *b"NOK", *b"NPR", *b"NZD", *b"PAB", *b"PEN", *b"PGK", *b"PHP",
    *b"PKR", *b"PLN", *b"QAR", *b"RON", *b"RSD", *b"RUB", *b"SAR", *b"SBD", *b"SCR", *b"SDG",
    *b"SEK", *b"SGD", *b"SHP", *b"SLE", *b"SOS", *b"SRD", *b"SSP", *b"STN", *b"SVC", *b"SYP",
    *b"SZL", *b"THB", *b"TJS", *b"TMT", *b"TOP", *b"TRY", *b"TTD", *b"TWD", *b"TZS", *b"UAH",
    *b"USD", *b"UYU", *b"UZS", *b"VED", *b"VES", *b"WST", *b"XCD", *b"XCG", *b"YER", *b"ZAR",
    *b"ZMW", *b"ZWG",
];
/// Those with three digits after the point.
const THREE: [[u8; 3]; 7] = [*b"BHD", *b"IQD", *b"JOD", *b"KWD", *b"LYD", *b"OMR", *b"TND"];

impl Currency {
    /// Chinese yuan.
    pub const CNY: Self = Self(*b"CNY");
    /// US dollar.
    pub const USD: Self = Self(*b"USD");

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the point: how many powers of ten one unit has in minor units.
    #[must_use]
    pub fn exponent(self) -> u32 {
        self.digits().unwrap_or(2)
    }

    fn digits(self) -> Option<u32> {
        let lists: [(u32, &[[u8; 3]]); 3] = [(2, &TWO), (0, &NONE), (3, &THREE)];
        let of_it = lists.into_iter().find(|(_, codes)| codes.binary_search(&self.0).is_ok());
        of_it.map(|(digits, _)| digits)
    }

    /// The sign that stands before an amount; the code and a space where there is none.
    #[must_use]
    pub fn sign(&self) -> String {
        match &self.0 {
            b"CNY" | b"JPY" => "¥".into(),
            b"USD" => "$".into(),
            b"EUR" => "€".into(),
            b"GBP" => "£".into(),
            _ => format!("{} ", self.code()),
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = BadMoney;
    fn from_str(text: &str) -> Result<Self, BadMoney> {
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_length| BadMoney::Currency)?;
        let currency = Self(letters);
        currency.digits().map(|_known| currency).ok_or(BadMoney::Currency)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_one_that_people_pay_with_now() {
        for known in ["CNY", "USD", "EUR", "JPY", "XOF", "ZWG"] {
            assert_eq!(known.parse::<Currency>().unwrap().code(), known);
        }
        // Made up, for tests, gold, a fund, two that became the euro, small letters, a word.
        for unknown in ["ZZZ", "XTS", "XAU", "CLF", "DEM", "BGN", "cny", "", "YUAN"] {
            assert_eq!(unknown.parse::<Currency>(), Err(BadMoney::Currency), "{unknown}");
        }
    }

    #[test]
    fn each_list_is_in_order_so_that_each_code_is_found() {
        for (codes, digits) in [(&NONE[..], 0), (&TWO[..], 2), (&THREE[..], 3)] {
            assert!(codes.is_sorted());
            assert!(codes.iter().all(|code| Currency(*code).digits() == Some(digits)));
        }
    }
}
