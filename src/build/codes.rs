//! Every kind of problem there is, room by room.

use crate::diagnostics::Code;
use crate::{cards, check, config, ledger, lock, page, pictures, render, site, theme, values};

/// All codes, sorted by name.
pub fn all_codes() -> Vec<&'static Code> {
    let rooms = [
        values::CODES,
        config::CODES,
        theme::CODES,
        ledger::CODES,
        pictures::CODES,
        cards::CODES,
        page::CODES,
        lock::CODES,
        site::CODES,
        render::CODES,
        check::CODES,
        super::problems::CODES,
    ];
    let mut codes: Vec<&'static Code> = rooms.into_iter().flatten().collect();
    codes.sort_by_key(|code| code.name);
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_name_and_an_explanation() {
        let codes = all_codes();
        for pair in codes.windows(2) {
            assert_ne!(pair[0].name, pair[1].name);
        }
        for code in codes {
            assert!(
                code.explanation.len() > 60,
                "{} is not explained",
                code.name
            );
        }
    }
}
