//! Unpacked pictures.

/// Pixels row by row, a byte for each channel: grey, grey and alpha, RGB, or RGB and alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    /// 1 to 4.
    pub channels: usize,
    pub data: Vec<u8>,
}

impl Pixels {
    pub fn has_alpha(&self) -> bool {
        self.channels.is_multiple_of(2)
    }

    /// Turned and mirrored as EXIF's orientation says, 1 to 8.
    pub fn upright(self, orientation: u8) -> Pixels {
        if orientation == 1 {
            return self;
        }
        let (right, bottom) = (self.width - 1, self.height - 1);
        let (width, height) = match orientation {
            5.. => (self.height, self.width),
            _ => (self.width, self.height),
        };
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = match orientation {
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (y, bottom - x),
                    7 => (right - y, bottom - x),
                    8 => (right - y, x),
                    _ => (x, y),
                };
                let at = (from_y * self.width + from_x) * self.channels;
                data.extend_from_slice(&self.data[at..at + self.channels]);
            }
        }
        Pixels {
            width,
            height,
            channels: self.channels,
            data,
        }
    }

    /// Without an alpha channel that lets nothing through.
    pub fn without_idle_alpha(mut self) -> Pixels {
        let channels = self.channels;
        let mut alphas = self.data.iter().skip(channels - 1).step_by(channels);
        if !self.has_alpha() || alphas.any(|alpha| *alpha != u8::MAX) {
            return self;
        }
        let mut nth = 0;
        self.data.retain(|_| {
            nth += 1;
            nth % channels != 0
        });
        self.channels -= 1;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters of a 2 × 3 picture, and what EXIF's eight ways make of them.
    #[test]
    fn the_eight_ways_to_hold_a_camera() {
        let letters = Pixels {
            width: 2,
            height: 3,
            channels: 1,
            data: b"abcdef".to_vec(),
        };
        for (orientation, width, upright) in [
            (1, 2, "abcdef"),
            (2, 2, "badcfe"),
            (3, 2, "fedcba"),
            (4, 2, "efcdab"),
            (5, 3, "acebdf"),
            (6, 3, "ecafdb"),
            (7, 3, "fdbeca"),
            (8, 3, "bdface"),
        ] {
            let turned = letters.clone().upright(orientation);
            assert_eq!(turned.data, upright.as_bytes(), "{orientation}");
            assert_eq!((turned.width, turned.height), (width, 6 / width));
        }
    }

    #[test]
    fn an_alpha_channel_that_lets_nothing_through_is_left_out() {
        let pixels = |data: &[u8]| Pixels {
            width: 2,
            height: 1,
            channels: 2,
            data: data.to_vec(),
        };
        assert_eq!(pixels(&[1, 255, 2, 255]).without_idle_alpha().data, [1, 2]);
        let seen_through = pixels(&[1, 255, 2, 254]);
        assert_eq!(seen_through.clone().without_idle_alpha(), seen_through);
    }
}
