//! Light stemmers: tables of endings, written once. They are shipped to the search script, so that a
//! query is cut as the index was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Serialize;

/// How the words of a language are brought to what their forms have in common. A language without one has
/// an empty one.
#[derive(Debug, Default, Serialize)]
pub struct Stemmer {
    /// Words that say nothing; looked for by nobody.
    stop: BTreeSet<&'static str>,
    /// Forms that no ending explains, with the word each is a form of.
    irregular: BTreeMap<&'static str, &'static str>,
    /// In each step the first ending that fits is replaced: ending, replacement, letters that have to
    /// be left.
    steps: &'static [&'static [(&'static str, &'static str, usize)]],
}

impl Stemmer {
    /// That of a language: `es-MX` has that of `es`.
    pub fn of(language: &str) -> &'static Stemmer {
        static ENGLISH: LazyLock<Stemmer> =
            LazyLock::new(|| Stemmer::new(ENGLISH_STOP, ENGLISH_IRREGULAR, ENGLISH_STEPS));
        static SPANISH: LazyLock<Stemmer> =
            LazyLock::new(|| Stemmer::new(SPANISH_STOP, SPANISH_IRREGULAR, SPANISH_STEPS));
        static NONE: LazyLock<Stemmer> = LazyLock::new(Stemmer::default);
        match language.split('-').next() {
            Some("en") => &ENGLISH,
            Some("es") => &SPANISH,
            _ => &NONE,
        }
    }

    fn new(
        stop: &'static str,
        irregular: &'static [(&'static str, &'static str)],
        steps: &'static [&'static [(&'static str, &'static str, usize)]],
    ) -> Stemmer {
        let forms = irregular.iter().flat_map(|(word, forms)| {
            let forms = forms.split_whitespace();
            forms.map(move |form| (form, *word))
        });
        Stemmer {
            stop: stop.split_whitespace().collect(),
            irregular: forms.collect(),
            steps,
        }
    }

    /// What a folded word is found by; None if it says nothing.
    pub fn term(&self, word: &str) -> Option<String> {
        if self.stop.contains(word) {
            return None;
        }
        let mut term = self
            .irregular
            .get(word)
            .copied()
            .unwrap_or(word)
            .to_string();
        for step in self.steps {
            let fits = step.iter().find_map(|(ending, replacement, least)| {
                let left = term.strip_suffix(ending)?;
                // As the script counts.
                (left.encode_utf16().count() >= *least).then_some((left.len(), replacement))
            });
            if let Some((length, replacement)) = fits {
                term.truncate(length);
                term.push_str(replacement);
            }
        }
        Some(term)
    }
}

const ENGLISH_STOP: &str = "a an and are as at be been but by can could d did do does for from had has have he her him \
     his how i if in into is it its itself ll m may might more most must no nor not of on or our re s shall she should so \
     such t than that the their them then there these they this those to too us ve was we were what when where which who \
     whom whose why will with would you your";

const ENGLISH_IRREGULAR: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("begin", "began begun"),
    ("bring", "brought bringing"),
    ("build", "built"),
    ("buy", "bought"),
    ("catch", "caught"),
    ("child", "children"),
    ("choose", "chose chosen"),
    ("crisis", "crises"),
    ("die", "died dies dying"),
    ("draw", "drew drawn"),
    ("drive", "drove driven"),
    ("fall", "fell fallen"),
    ("feel", "felt"),
    ("fight", "fought"),
    ("find", "found"),
    ("fly", "flew flown flies"),
    ("get", "got gotten"),
    ("give", "gave given"),
    ("go", "went gone goes going"),
    ("grow", "grew grown"),
    ("hold", "held"),
    ("keep", "kept"),
    ("kill", "killer killers"),
    ("know", "knew known"),
    ("lead", "led"),
    ("leave", "left"),
    ("lie", "lied lies lying"),
    ("lose", "lost"),
    ("make", "made"),
    ("man", "men"),
    ("mean", "meant"),
    ("meet", "met"),
    ("pay", "paid"),
    ("say", "said saying"),
    ("see", "saw seen"),
    ("seek", "sought"),
    ("sell", "sold"),
    ("send", "sent"),
    ("shoot", "shot"),
    ("speak", "spoke spoken"),
    ("stand", "stood"),
    ("steal", "stole stolen"),
    ("strike", "struck stricken"),
    ("take", "took taken"),
    ("teach", "taught"),
    ("tell", "told"),
    ("think", "thought"),
    ("use", "used using uses"),
    ("win", "won"),
    ("woman", "women"),
    ("write", "wrote written"),
];

const ENGLISH_STEPS: &[&[(&str, &str, usize)]] = &[
    // Plurals and third persons.
    &[
        ("sses", "ss", 1),
        ("ches", "ch", 2),
        ("shes", "sh", 2),
        ("xes", "x", 2),
        ("ies", "y", 2),
        ("ss", "ss", 1),
        ("us", "us", 1),
        ("is", "is", 1),
        ("s", "", 3),
    ],
    &[
        ("eed", "ee", 2),
        ("ied", "y", 2),
        ("ed", "", 3),
        ("ing", "", 3),
    ],
    // `planned`
    &[
        ("bb", "b", 2),
        ("dd", "d", 2),
        ("gg", "g", 2),
        ("mm", "m", 2),
        ("nn", "n", 2),
        ("pp", "p", 2),
        ("rr", "r", 2),
        ("tt", "t", 2),
    ],
    &[("e", "", 2)],
    // `authorize`, `authorise`
    &[("iz", "is", 3), ("yz", "ys", 3)],
];

const SPANISH_STOP: &str = "a al algo algun alguna algunas alguno algunos ante aquel aquella aquellas aquellos asi aun aunque \
     como con cual cuales cuando cuanto cuya cuyas cuyo cuyos de del desde donde dos e el ella ellas ello ellos en entre era \
     eran es esa esas ese eso esos esta estan estas este esto estos fue fueron ha habia habian han hasta hay haya la las le \
     les lo los mas me mi mientras muy ni no nos o otra otras otro otros para pero por porque que quien quienes se sea sean \
     segun ser si sido sin sino sobre son su sus tal tambien tan tanto te tras u un una unas uno unos y ya yo";

const SPANISH_IRREGULAR: &[(&str, &str)] = &[
    (
        "advertir",
        "advierte advierten advirtio advirtieron advertencia advertencias",
    ),
    ("dar", "da dan dio dieron dado dada daria"),
    (
        "decir",
        "dice dicen digo dijo dijeron dicho dicha dichas dichos diciendo diria dirian",
    ),
    ("defender", "defiende defienden"),
    ("detener", "detiene detienen detuvo detuvieron"),
    (
        "hacer",
        "hace hacen hago hizo hicieron hecho hecha hechas hechos haria harian haga hagan",
    ),
    ("ir", "va van iba iban ido vaya"),
    ("matar", "mata matan mato"),
    (
        "morir",
        "muere mueren murio murieron muerto muerta muertos muertas muerte muertes",
    ),
    ("negar", "niega niegan nego"),
    ("ofrecer", "ofrezca ofrezcan"),
    ("pedir", "pide piden pidio pidieron"),
    ("pensar", "piensa piensan"),
    ("perder", "pierde pierden"),
    (
        "poder",
        "puede pueden podria podrian pudo pudieron pueda puedan",
    ),
    ("poner", "pone ponen puso pusieron puesto puesta"),
    ("preferir", "prefiere prefieren"),
    ("probar", "prueba prueban pruebas"),
    ("querer", "quiere quieren quiso quisieron"),
    ("recordar", "recuerda recuerdan recuerdo recuerdos"),
    ("referir", "refiere refieren"),
    ("saber", "sabe saben supo sabria"),
    ("seguir", "sigue siguen siguio"),
    ("sugerir", "sugiere sugieren sugirio"),
    (
        "tener",
        "tiene tienen tengo tuvo tuvieron tendria tendrian tenga tengan",
    ),
    ("traer", "trae traen trajo"),
    ("venir", "viene vienen vino vinieron"),
    ("ver", "ve ven vio vieron visto vista"),
    ("volver", "vuelve vuelven volvio vuelto"),
];

const SPANISH_STEPS: &[&[(&str, &str, usize)]] = &[
    &[("mente", "", 4)],
    &[
        // Verbs, the longest endings first.
        ("ariamos", "", 3),
        ("eriamos", "", 3),
        ("iriamos", "", 3),
        ("ieramos", "", 3),
        ("aremos", "", 3),
        ("eremos", "", 3),
        ("iremos", "", 3),
        ("abamos", "", 3),
        ("aramos", "", 3),
        ("andose", "", 3),
        ("iendo", "", 3),
        ("yendo", "", 2),
        ("arian", "", 3),
        ("erian", "", 3),
        ("irian", "", 3),
        ("ieran", "", 3),
        ("ieron", "", 3),
        ("yeron", "", 2),
        ("aria", "", 4),
        ("eria", "", 4),
        ("iria", "", 4),
        ("iera", "", 3),
        ("aron", "", 3),
        ("aran", "", 3),
        ("eran", "", 3),
        ("iran", "", 3),
        ("ando", "", 3),
        ("arse", "", 3),
        ("erse", "", 3),
        ("irse", "", 3),
        ("arlo", "", 3),
        ("arla", "", 3),
        ("amos", "", 3),
        ("emos", "", 3),
        ("imos", "", 3),
        ("aban", "", 3),
        ("ados", "", 3),
        ("adas", "", 3),
        ("idos", "", 3),
        ("idas", "", 3),
        // Plurals of what ends like a verb.
        ("ares", "", 3),
        ("eres", "", 3),
        ("ires", "", 3),
        ("anes", "", 3),
        ("enes", "", 3),
        ("aba", "", 3),
        ("ado", "", 3),
        ("ada", "", 3),
        ("ido", "", 3),
        ("ida", "", 3),
        ("ara", "", 4),
        ("ira", "", 4),
        ("ian", "", 3),
        ("ias", "", 3),
        ("ios", "", 4),
        ("ia", "", 3),
        ("io", "", 4),
        ("ar", "", 3),
        ("er", "", 3),
        ("ir", "", 3),
        ("an", "", 3),
        ("en", "", 3),
        ("es", "", 2),
        ("os", "", 2),
        ("as", "", 2),
        ("o", "", 2),
        ("a", "", 2),
        ("e", "", 2),
    ],
    // `ataque`, `atacar`; `cruz`, `cruces`
    &[("qu", "c", 2), ("gu", "g", 2), ("z", "c", 2)],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of each line have one term, and no two lines have the same.
    fn one_term_each(language: &str, lines: &[&str]) {
        let stemmer = Stemmer::of(language);
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for line in lines {
            let terms: BTreeSet<_> = line.split(' ').map(|word| stemmer.term(word)).collect();
            assert_eq!(terms.len(), 1, "{line}: {terms:?}");
            for term in terms.into_iter().flatten() {
                let other = seen.insert(term.clone(), line);
                assert_eq!(other, None, "{line}: {term}");
            }
        }
    }

    #[test]
    fn forms_of_english_words_are_one() {
        one_term_each(
            "en",
            &[
                "strike strikes striking struck",
                "kill kills killed killing",
                "plan plans planned planning",
                "agree agrees agreed agreeing",
                "agreement agreements",
                "policy policies",
                "authorise authorised authorize authorizes authorizing",
                "say says said saying",
                "operation operations",
                "operative operatives",
                "process processes",
                "crisis crises",
                "cartel cartels",
                "law laws",
                "carry carries carried carrying",
                "status",
                "woman women",
            ],
        );
    }

    #[test]
    fn forms_of_spanish_words_are_one() {
        one_term_each(
            "es",
            &[
                "atacar ataca atacan ataco atacaron atacaba atacaria atacando ataque ataques",
                "cartel carteles",
                "militar militares",
                "mujer mujeres",
                "operacion operaciones",
                "decir dice dicen dijo dijeron",
                "mexicano mexicana mexicanos mexicanas",
                "pais paises",
                "ley leyes",
                "dia dias",
                "cruz cruces",
                "autoridad autoridades",
                "orden ordenes",
                "plan planes",
                "extraditar extradita extraditado extraditados extraditaron",
                "soberania soberanias",
                "legal legales legalmente",
                "permitir permite permiten permitio permitieron permitiria",
                "droga drogas",
                "territorio territorios",
            ],
        );
    }

    #[test]
    fn what_says_nothing_is_no_term() {
        assert_eq!(Stemmer::of("en").term("the"), None);
        assert_eq!(Stemmer::of("es-MX").term("los"), None);
        assert_eq!(Stemmer::of("fr").term("les"), Some("les".to_string()));
    }
}
