//! The ledger's words as database columns.

use kernel::{BadCell, Bind, Cell, Column, Val};

use crate::{Account, Act, Book, Cause, Hash, Provider};

macro_rules! as_text {
    ($($name:ty => $expected:literal),* $(,)?) => {$(
        impl Bind for $name {
            fn bind(&self) -> Val {
                Val::Text(self.to_string())
            }
        }

        impl Column for $name {
            fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
                match cell {
                    Cell::Text(text) => {
                        text.parse().map_err(|_unknown| BadCell::new($expected, cell))
                    }
                    other => Err(BadCell::new($expected, other)),
                }
            }
        }
    )*};
}

as_text! {
    Account => "a ledger account",
    Act => "an act of the ledger",
    Book => "a book of the ledger",
    Cause => "a cause of an entry",
    Hash => "64 hexadecimal digits",
    Provider => "a payment provider",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_into_a_column_comes_out_of_it() {
        let account: Account = "clearing:stripe".parse().unwrap();
        let Val::Text(text) = account.bind() else { panic!("accounts are text") };
        assert_eq!(Account::read(Cell::Text(&text)), Ok(account));
        assert!(Account::read(Cell::Text("cash")).is_err());
        assert!(Hash::read(Cell::Int(1)).is_err());
    }
}
