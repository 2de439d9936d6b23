//! Numbers in words, shares in words, and people killed, hurt, missing or arrested.

use super::reader::{Read, Reader};

impl Reader<'_> {
    /// What a number in words at a token is.
    pub(super) fn spelled(&self, at: usize) -> Option<Read> {
        let first = self.token(at)?;
        let is_vague = |index: usize| {
            self.token(index)
                .is_some_and(|token| self.words.vague.has(&token.lower))
        };
        if is_vague(at) {
            let mut next = at + 1;
            // "tens of thousands", "cientos de miles"
            while self
                .word_at(next)
                .is_some_and(|word| self.words.of.has(word))
                && is_vague(next + 1)
            {
                next += 2;
            }
            return Some(Read::Quiet(next));
        }
        self.value(at)?;
        let next = self.number_end(at);
        let largest = (at..next).filter_map(|index| self.value(index)).max()?;
        let is_ordinal = self
            .token(next)
            .is_some_and(|token| token.is_joined() && self.words.ordinals.has(&token.lower));
        if is_ordinal {
            return Some(Read::Quiet(next + 1));
        }
        let is_fraction = self
            .word_at(next)
            .is_some_and(|word| self.words.plural_fractions.has(word));
        if is_fraction {
            let parts = self
                .word_at(next + 1)
                .is_some_and(|word| matches!(word, "parte" | "partes"));
            return Some(Read::Figure(next + 1 + usize::from(parts)));
        }
        if let Some(end) = self.one_in_five(at, next) {
            return Some(Read::Figure(end));
        }
        let is_name = first.is_capital() && !self.begins(at);
        if is_name || self.designator(at).is_some() || self.is_own_count(at, next) {
            return Some(Read::Quiet(next));
        }
        if self.is_clock(next) || self.is_spanish_clock(at, next) {
            return Some(Read::Quiet(next));
        }
        let vaguely = self
            .word_before(at)
            .is_some_and(|word| self.words.vaguely.has(word));
        if vaguely && self.words.small.value(&first.lower).is_none() {
            return Some(Read::Quiet(next));
        }
        if largest >= 10 {
            // "veintiún millones", "two million euros"
            let multiplied = self
                .word_at(next)
                .is_some_and(|word| self.words.vague.has(word));
            let end = next + usize::from(multiplied);
            return Some(Read::Figure(self.unit(end).unwrap_or(end)));
        }
        if let Some(end) = self.small_with_unit(at, next) {
            return Some(Read::Figure(end));
        }
        if let Some(end) = self.result(at, next) {
            return Some(Read::Figure(end));
        }
        if self.word_before(at) == Some("aged") || self.counts_harmed(at, next) {
            return Some(Read::Figure(next));
        }
        Some(Read::Quiet(next))
    }

    /// The token behind the words of one number.
    fn number_end(&self, at: usize) -> usize {
        let mut next = at + 1;
        loop {
            let near = |index: usize| {
                self.token(index)
                    .is_some_and(|token| (token.follows() || token.is_joined()) && !token.is_dead)
            };
            if near(next) && self.value(next).is_some() {
                next += 1;
            } else if near(next)
                && self.tokens[next].lower == self.words.and
                && near(next + 1)
                && self.value(next + 1).is_some()
                && self.goes_on(next)
            {
                next += 2;
            } else {
                return next;
            }
        }
    }

    /// Whether the "and" at a token is part of a number: "hundred and five", "treinta y dos", not
    /// "two and three".
    fn goes_on(&self, and: usize) -> bool {
        let (Some(before), Some(after)) = (self.value(and - 1), self.value(and + 1)) else {
            return false;
        };
        match self.words.capital_months {
            true => before >= 100 && after < 100,
            false => (30..100).contains(&before) && after < 10,
        }
    }

    /// "nine billion dollars", "four hours", "a five-year plan"
    fn small_with_unit(&self, at: usize, next: usize) -> Option<usize> {
        let word = &self.tokens[at].lower;
        if matches!(&**word, "un" | "una" | "zero" | "cero") {
            let multiplied = self
                .word_at(next)
                .is_some_and(|word| self.words.big.value(word).is_some());
            return multiplied.then(|| self.unit(next).unwrap_or(next));
        }
        let unit = self.word_at(next)?;
        // "one day, she said", "at any one time"
        if matches!(&**word, "one" | "uno")
            && matches!(
                unit,
                "day" | "second" | "minute" | "foot" | "more" | "other"
            )
        {
            return None;
        }
        if self.words.vague.has(unit) {
            // "dos millones de euros"
            return Some(self.unit(next).unwrap_or(next + 1));
        }
        self.unit(next)
    }

    /// "by five to four", "two-nil", "dos a uno", where the sentence speaks of a match or a vote.
    fn result(&self, at: usize, next: usize) -> Option<usize> {
        let speaks = self
            .tokens
            .iter()
            .any(|token| self.words.results.has(&token.lower));
        let other = |index: usize| {
            let token = self.token(index)?;
            let small = self.words.small.value(&token.lower).is_some() || token.lower == "nil";
            (small && !token.is_dead).then_some(index + 1)
        };
        let between = self.token(next)?;
        let end = match &*between.lower {
            "to" | "a" if between.follows() => other(next + 1)?,
            "nil" if between.is_joined() => next + 1,
            _ => {
                return (speaks && next == at + 2 && self.tokens[at + 1].is_joined())
                    .then_some(next);
            }
        };
        speaks.then_some(end)
    }

    /// "one in five", "nine out of ten", "dos de cada tres"
    pub(super) fn one_in_five(&self, at: usize, next: usize) -> Option<usize> {
        let mut end = next;
        match (self.word_at(next)?, self.word_at(next + 1)) {
            ("in", _) => end += 1,
            ("out", Some("of")) | ("de", Some("cada")) => end += 2,
            _ => return None,
        }
        let number = self.token(end).filter(|token| token.follows())?;
        let of = match number.text.parse::<u64>() {
            Ok(of) => of,
            Err(_) => self.value(end)?,
        };
        let part = self
            .value(at)
            .or_else(|| self.tokens[at].text.parse().ok())?;
        (part < of && of <= 1000).then_some(end + 1)
    }

    /// A share without a number before it: "half of", "a third of", "la mitad de", "un tercio".
    pub(super) fn share(&self, at: usize) -> Option<Read> {
        let token = self.token(at)?;
        let before = self.word_before(at).unwrap_or("");
        let after = self.word_at(at + 1).unwrap_or("");
        let of = self.words.of.has(after);
        let ordinal_before = self.words.ordinals.has(before)
            || matches!(before, "other" | "latter" | "last" | "otra" | "última");
        if token.is_joined() && !self.words.plural_fractions.has(&token.lower)
            || (token.is_capital() && !self.begins(at))
        {
            return None;
        }
        let is_share = match &*token.lower {
            "half" => {
                let joined = self.token(at + 1).is_some_and(|next| next.is_joined());
                let whose = matches!(
                    after,
                    "the"
                        | "its"
                        | "his"
                        | "her"
                        | "their"
                        | "our"
                        | "all"
                        | "that"
                        | "those"
                        | "these"
                        | "a"
                        | "an"
                );
                let approximate = matches!(
                    before,
                    "about"
                        | "nearly"
                        | "almost"
                        | "than"
                        | "over"
                        | "roughly"
                        | "only"
                        | "around"
                        | "least"
                );
                let and_a = before == "a"
                    && at.checked_sub(1).and_then(|index| self.word_before(index)) == Some("and");
                let behind_number = !joined && and_a;
                behind_number
                    || !joined && !ordinal_before && before != "in" && (of || whose || approximate)
            }
            "mitad" => of && !ordinal_before && matches!(before, "la" | "una"),
            "medio" | "media" => {
                let big = self.words.big.value(after).is_some();
                big || (self.unit(at + 1).is_some()
                    && matches!(after, "hora" | "tonelada" | "año" | "día" | "siglo"))
            }
            word if self.words.fractions.has(word) => match self.words.capital_months {
                true => {
                    let lead = at.checked_sub(1).and_then(|index| self.word_before(index));
                    let ends = self.token(at + 1).is_none_or(|next| !next.follows());
                    let measured = lead.is_some_and(|word| {
                        matches!(word, "by" | "to") || self.words.about.has(word)
                    });
                    matches!(before, "a" | "one" | "another") && (of || (ends && measured))
                }
                false => {
                    let part = after == "parte";
                    let bath = self.word_at(at + 2) == Some("baño");
                    (part && matches!(before, "una" | "la"))
                        || (!bath && matches!(before, "un") && (of || after.is_empty()))
                }
            },
            _ => false,
        };
        is_share.then(|| Read::Figure(at + 1))
    }

    /// Whether a small number counts people killed, hurt, missing or arrested.
    fn counts_harmed(&self, at: usize, next: usize) -> bool {
        let words = self.words;
        if matches!(self.word_before(at), Some("no" | "any" | "every" | "each")) {
            return false;
        }
        let of_number = at >= 2
            && self.word_before(at).is_some_and(|word| words.of.has(word))
            && self.value(at - 2).is_some();
        if of_number {
            return false;
        }
        if matches!(&*self.tokens[at].lower, "un" | "una") {
            return false;
        }
        let harmed = |index: usize| {
            self.token(index)
                .is_some_and(|token| words.harmed.has(&token.lower))
        };
        let follows = |index: usize| self.word_at(index).is_some();
        let counts_persons = (next..next + 3)
            .take_while(|index| follows(*index))
            .any(|index| words.persons.has(&self.tokens[index].lower));
        let near =
            (next..next + 7).any(harmed) || (1..=4).any(|back| at >= back && harmed(at - back));
        // "killing four", "two were injured", "five dead", "tres heridos"
        let right_before = self
            .word_before(at)
            .is_some_and(|word| words.harmed.has(word));
        let right_behind = follows(next)
            && (harmed(next)
                || (matches!(
                    &*self.tokens[next].lower,
                    "were"
                        | "was"
                        | "are"
                        | "is"
                        | "others"
                        | "more"
                        | "have"
                        | "had"
                        | "fueron"
                        | "están"
                        | "resultaron"
                        | "han"
                        | "others,"
                ) && (next + 1..next + 4).any(harmed)));
        (counts_persons && near) || right_before && !self.counts_events(next) || right_behind
    }

    fn counts_events(&self, next: usize) -> bool {
        self.word_at(next).is_some_and(|word| {
            matches!(
                word,
                "years"
                    | "months"
                    | "weeks"
                    | "days"
                    | "times"
                    | "hours"
                    | "birds"
                    | "años"
                    | "meses"
                    | "días"
                    | "semanas"
                    | "veces"
                    | "pájaros"
            )
        })
    }
}
