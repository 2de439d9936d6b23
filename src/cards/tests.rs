//! Cards as they are drawn, and what a text measures.

use std::sync::Arc;

use super::{Fonts, HEIGHT, Space, WIDTH};

fn fonts() -> Arc<Fonts> {
    let (fonts, bad) = Fonts::load(std::iter::empty());
    assert!(bad.is_empty());
    fonts.expect("fonts")
}

fn drawing(words: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\
         <rect width=\"1200\" height=\"630\" fill=\"#fdfcf9\"/>\
         <text x=\"80\" y=\"200\" font-size=\"60\" font-weight=\"600\">{words}</text></svg>"
    )
}

fn space(font: &str, weight: u16) -> Space {
    Space {
        width: 1040.0,
        height: 80.0,
        largest: 60,
        smallest: 60,
        leading: 1.2,
        spacing: 0.0,
        lines: 1,
        font: font.to_string(),
        weight,
    }
}

/// The pixels of a card, as brightness.
fn pixels(png: &[u8]) -> Vec<u8> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut data = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut data).expect("pixels");
    assert_eq!((info.width, info.height), (WIDTH, HEIGHT));
    let pixels = data.chunks(3);
    pixels.map(|pixel| pixel[1]).collect()
}

/// From the first to behind the last column with ink.
fn ink(png: &[u8]) -> (usize, usize) {
    let pixels = pixels(png);
    let columns = (0..WIDTH as usize).filter(|x| {
        let mut column = pixels.iter().skip(*x).step_by(WIDTH as usize);
        column.any(|pixel| *pixel < 128)
    });
    let columns: Vec<usize> = columns.collect();
    (columns[0], columns[columns.len() - 1] + 1)
}

#[test]
fn what_is_measured_is_what_is_drawn() {
    let fonts = fonts();
    for words in [
        "Could the US strike cartels in Mexico?",
        "¿Podría EE. UU. atacar a los cárteles?",
        "Ελληνικά και Кириллица",
        "To 5 → 7 AVAVA Type",
    ] {
        let fitted = fonts.fit(words, &space("serif", 600));
        let (start, end) = ink(&fonts.draw(&drawing(words)).expect("drawn"));
        let drawn = (end - start) as f64;
        let measured = f64::from(fitted.width);
        // Pairs such as AV stand closer than their letters are wide.
        assert!(drawn <= measured + 1.0, "{words}: {drawn} of {measured}");
        assert!(drawn >= measured * 0.9, "{words}: {drawn} of {measured}");
    }
}

#[test]
fn the_fonts_differ_and_capitals_have_a_height() {
    let fonts = fonts();
    let width = |font: &str, weight| fonts.fit("Hamburgefonts", &space(font, weight));
    let all = [
        ("serif", 400),
        ("serif", 600),
        ("sans-serif", 400),
        ("sans-serif", 700),
    ];
    let mut widths: Vec<u32> = all.map(|(font, weight)| width(font, weight).width).to_vec();
    widths.dedup();
    assert_eq!(widths.len(), 4, "{widths:?}");
    assert!((35..50).contains(&width("serif", 600).capital));
    assert_eq!(width("Nobody Has It", 600), width("serif", 600));
}

#[test]
fn letters_that_no_font_has_are_told() {
    let fonts = fonts();
    let lacking = |words: &str| fonts.lacking(&drawing(words)).expect("a drawing");
    assert_eq!(lacking("¿Qué pasó? “Über” – 10\u{A0}000 €, №…"), []);
    assert_eq!(lacking("Ἑλλάς, Москва"), []);
    assert_eq!(lacking("日本 and 日 again"), ['日', '本']);
    assert!(fonts.lacking("<svg>").is_err());
    assert!(fonts.lacking("<html xmlns=\"a\"/>").is_err());
}

#[test]
fn what_is_no_drawing_is_told() {
    let fonts = fonts();
    for wrong in [
        "",
        "no",
        "<svg/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\"/>",
    ] {
        assert!(fonts.draw(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn no_file_is_read_for_a_drawing() {
    let image = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\
         <image href=\"themes/default/assets/favicon.svg\" width=\"600\" height=\"600\"/></svg>";
    let drawn = fonts().draw(image).expect("drawn");
    assert!(pixels(&drawn).iter().all(|pixel| *pixel == 255));
}

#[test]
fn many_colours_stay_as_they_are() {
    let gradient = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\"><defs>\
         <linearGradient id=\"a\" x2=\"1\" y2=\"1\"><stop stop-color=\"#f00\"/><stop offset=\"1\" stop-color=\"#0f8\"/>\
         </linearGradient></defs><rect width=\"1200\" height=\"630\" fill=\"url(#a)\"/></svg>";
    let drawn = fonts().draw(gradient).expect("drawn");
    let mut seen = pixels(&drawn);
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() > 200, "{}", seen.len());
}
