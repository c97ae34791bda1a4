//! Pages that lay aslant on the glass.

use super::Bitmap;

/// Steps of the search, in each direction.
const STEPS: i32 = 30;

/// Slants that are looked at: this many dots of height for one of width, each step.
const STEP: f32 = 0.0015;

/// Dots of the picture for one of the search.
const COARSE: usize = 4;

/// The picture turned so that its lines lie level.
pub(super) fn straightened(picture: Bitmap) -> Bitmap {
    let slant = slant(&picture);
    if slant == 0.0 { picture } else { turned(&picture, slant) }
}

/// The slant at which the ink falls into the fewest rows.
fn slant(picture: &Bitmap) -> f32 {
    let threshold = picture.threshold();
    let (width, height) = (picture.width / COARSE, picture.height / COARSE);
    let dark: Vec<(usize, usize)> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .filter(|(x, y)| picture.row(y * COARSE)[x * COARSE] <= threshold)
        .collect();
    let mut rows = vec![0u32; height * 3];
    let mut fit = |slant: f32| -> u64 {
        rows.fill(0);
        for (x, y) in &dark {
            let at = *y as f32 - *x as f32 * slant + height as f32;
            if let Some(row) = rows.get_mut(at as usize) {
                *row += 1;
            }
        }
        rows.iter().map(|count| u64::from(*count) * u64::from(*count)).sum()
    };
    let level = fit(0.0);
    let best = (-STEPS..=STEPS).map(|step| step as f32 * STEP).map(|slant| (fit(slant), slant));
    // The same ink in a few rows fewer is chance.
    best.max_by_key(|(fit, _)| *fit).filter(|(fit, _)| *fit * 100 > level * 102).map_or(0.0, |best| best.1)
}

fn turned(picture: &Bitmap, slant: f32) -> Bitmap {
    let mut turned = Bitmap::white(picture.width, picture.height);
    let (sin, cos) = slant.atan().sin_cos();
    let (middle_x, middle_y) = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
    for y in 0..picture.height {
        for x in 0..picture.width {
            let (dx, dy) = (x as f32 - middle_x, y as f32 - middle_y);
            let from = (middle_x + dx * cos - dy * sin, middle_y + dx * sin + dy * cos);
            turned.shades[y * picture.width + x] = between(picture, from);
        }
    }
    turned
}

/// The shade at a place between four dots.
fn between(picture: &Bitmap, (x, y): (f32, f32)) -> u8 {
    if x < 0.0 || y < 0.0 {
        return 255;
    }
    let (left, top) = (x as usize, y as usize);
    if left + 1 >= picture.width || top + 1 >= picture.height {
        return 255;
    }
    let (right, below) = (x - left as f32, y - top as f32);
    let shade = |x: usize, y: usize| f32::from(picture.shades[y * picture.width + x]);
    let upper = shade(left, top) * (1.0 - right) + shade(left + 1, top) * right;
    let lower = shade(left, top + 1) * (1.0 - right) + shade(left + 1, top + 1) * right;
    (upper * (1.0 - below) + lower * below) as u8
}
