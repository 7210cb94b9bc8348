//! Power cut, as a disk sees it.
//!
//! The site's data lies in a filesystem of its own, inside an image file. What the program has not
//! flushed (`fsync`) is in the kernel's memory and not in the image, as long as the kernel does not
//! write it back by itself, which it is told to leave for minutes. At a random moment the program is
//! killed and the image is copied: that copy is what a disk holds after the power failed, the
//! filesystem's own journal included. It is mounted, repaired by that journal, and the program is
//! started on it.
//!
//! The control runs the same program with `fsync` and `fdatasync` answered "done" by `strace`
//! without being done, as with `synchronous = OFF`. It must lose acknowledged writes, or this
//! test would see nothing.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::figures::Figure;
use super::kills::Dice;
use super::place::{People, Place};
use super::postgres::{done, is_root};
use super::{Outcome, load};

/// MiB of the filesystem.
const SIZE: u32 = 1_024;
/// Cuts of the control at most: it ends with the first loss.
const CONTROL_CUTS: u32 = 20;
const MEMBERS: usize = 4;

/// What answers "done" to every flush.
const LIE: [&str; 9] = [
    "strace",
    "-D",
    "-f",
    "-qq",
    "--seccomp-bpf",
    "-o",
    "/dev/null",
    "-etrace=fsync,fdatasync",
    "-einject=fsync,fdatasync:retval=0",
];

/// A filesystem in an image file, mounted.
struct Disk {
    folder: PathBuf,
    number: u32,
}

impl Disk {
    fn new(name: &str) -> Outcome<Self> {
        let folder = format!("yaji-trust-power-{name}-{}", std::process::id());
        let disk = Self { folder: std::env::temp_dir().join(folder), number: 0 };
        std::fs::create_dir_all(disk.mounted())?;
        let size = format!("{SIZE}M");
        done(Command::new("truncate").args(["-s", &size]).arg(disk.image()))?;
        done(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(disk.image()))?;
        disk.mount()?;
        Ok(disk)
    }

    fn image(&self) -> PathBuf {
        self.folder.join(format!("image-{}", self.number))
    }

    fn mounted(&self) -> PathBuf {
        self.folder.join("mounted")
    }

    fn mount(&self) -> Outcome<()> {
        let mut mount = Command::new("mount");
        mount.args(["-o", "loop,commit=600,noatime"]).arg(self.image()).arg(self.mounted());
        done(&mut mount).map(drop)
    }

    /// Everything written reaches the image.
    fn settle(&self) -> Outcome<()> {
        done(Command::new("sync").arg("-f").arg(self.mounted())).map(drop)
    }

    /// The power fails: what the image holds now is all that is left.
    fn cut(&mut self) -> Outcome<()> {
        let (before, mounted) = (self.image(), self.mounted());
        self.number += 1;
        std::fs::copy(&before, self.image())?;
        done(Command::new("umount").arg(&mounted))?;
        std::fs::remove_file(before)?;
        self.mount()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = done(Command::new("umount").arg(self.mounted()));
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What many cuts left.
#[derive(Default)]
struct Left {
    cuts: u32,
    acknowledged: usize,
    lost: usize,
    doubled: usize,
    refused: Option<String>,
}

/// Cuts so often, and runs the control.
pub(super) fn run(binary: &Path, cuts: u32, seed: u64) -> Outcome<Vec<Figure>> {
    let what = "power cut (un-flushed writes dropped)";
    if !is_root()? {
        return Ok(vec![Figure::untried(what, "mounting a filesystem takes root")]);
    }
    let left = siege(binary, ("flushed", &[]), cuts, seed)?;
    let whole = left.refused.is_none();
    let mut figures = vec![Figure::new(
        format!("{what}: {} cuts, {} acknowledged: lost, doubled", left.cuts, left.acknowledged),
        "0, 0, whole",
        format!("{}, {}, {}", left.lost, left.doubled, left.refused.as_deref().unwrap_or("whole")),
        left.lost == 0 && left.doubled == 0 && whole,
    )];
    let control = "control: flushes answered but not done";
    if Command::new("strace").arg("-V").output().is_err() {
        figures.push(Figure::untried(control, "strace is not installed"));
        return Ok(figures);
    }
    let left = siege(binary, ("control", &LIE), CONTROL_CUTS, seed)?;
    let caught = left.lost > 0 || left.refused.is_some();
    figures.push(Figure::new(
        format!("{control}, {} cuts, {} acknowledged", left.cuts, left.acknowledged),
        "caught losing",
        match &left.refused {
            Some(why) => format!("the database is not whole: {why}"),
            None => format!("{} lost", left.lost),
        },
        caught,
    ));
    Ok(figures)
}

fn siege(binary: &Path, (name, under): (&str, &[&str]), cuts: u32, seed: u64) -> Outcome<Left> {
    let mut disk = Disk::new(name)?;
    let mut place = Place::at(binary, &disk.mounted());
    let people = place.prepare(MEMBERS)?;
    disk.settle()?;
    place.under = under.iter().map(|word| (*word).to_owned()).collect();
    let (mut dice, mut left) = (Dice::new(seed), Left::default());
    for round in 0..cuts {
        let after = Duration::from_millis(100 + dice.below(300));
        if let Err(why) = once(&place, &people, &mut disk, (round, after), &mut left) {
            left.refused = Some(why.to_string().lines().next().unwrap_or_default().to_owned());
            break;
        }
        if !under.is_empty() && left.lost > 0 {
            break;
        }
    }
    if under.is_empty()
        && left.refused.is_none()
        && let Err(why) = place.verify()
    {
        left.refused = Some(why.to_string());
    }
    Ok(left)
}

fn once(
    place: &Place,
    people: &People,
    disk: &mut Disk,
    (round, after): (u32, Duration),
    left: &mut Left,
) -> Outcome<()> {
    let running = place.start()?;
    let posts = load::open_posts(&running, people, round)?;
    let address = running.address;
    let told = load::write(address, people, (&posts, round), after, || running.kill())?;
    left.cuts += 1;
    left.acknowledged += told.count();
    disk.cut()?;
    let running = Place::at(&place.binary, &place.data).start()?;
    match load::compare(&running, people, &posts, &told) {
        Ok(missing) => {
            left.lost += missing.lost;
            left.doubled += missing.doubled;
        }
        // The posts themselves were acknowledged, too.
        Err(_gone) => left.lost += told.count() + posts.len(),
    }
    running.stop()
}
