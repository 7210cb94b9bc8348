//! `yaji user …`: accounts from the terminal.

use std::net::{IpAddr, Ipv4Addr};

use clap::Subcommand;
use db::Db;
use kernel::{Fault, Locale, MemberId, Outcome};
use mail::Address;
use people::handle::Handle;
use people::join::by_command;
use people::member::session::{Asker, By};
use people::member::{self, MemberRow};
use web::sessions::{SessionKind, TOKEN_DAYS};
use web::{Network, Role};

use crate::mistake::Mistake;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account whose address counts as confirmed
    Create {
        /// Handle: a-z, 0-9 and _
        handle: String,
        /// Mail address
        #[arg(long)]
        email: String,
        /// owner, admin, editor, moderator, instructor, support or member
        #[arg(long, default_value = "member")]
        role: String,
    },
    /// Print an API token of an account
    Token {
        /// Handle
        handle: String,
    },
    /// Give an account a role
    Role {
        /// Handle
        handle: String,
        /// owner, admin, editor, moderator, instructor, support or member
        role: String,
    },
    /// Lock an account and end its sessions
    Lock {
        /// Handle
        handle: String,
        /// Why; the team sees it
        #[arg(long)]
        reason: String,
    },
    /// Unlock an account
    Unlock {
        /// Handle
        handle: String,
    },
    /// Take a lost second factor off an account, passkeys too, and end its sessions
    ResetSecondFactor {
        /// Handle
        handle: String,
    },
    /// List an account's sessions, or end them all
    Sessions {
        /// Handle
        handle: String,
        /// End them all
        #[arg(long)]
        end: bool,
    },
}

impl UserCommand {
    /// Whether a site may begin with it: with its owner.
    pub fn sets_up(&self) -> bool {
        matches!(self, Self::Create { role, .. } if role == Role::Owner.key())
    }
}

/// Does what the command says and gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(db: &Db, command: UserCommand) -> Result<Vec<String>, Mistake> {
    let lines = match command {
        UserCommand::Create { handle, email, role } => {
            let id = create(db, &handle, &email, parse_role(&role)?).await?;
            vec![format!("{handle} {id}")]
        }
        UserCommand::Token { handle } => vec![token(db, &handle).await?],
        UserCommand::Role { handle, role } => {
            let (role, shown) = (parse_role(&role)?, format!("{handle} {role}"));
            db.tx(async move |tx| {
                let member = find(tx, &handle).await?;
                people::role::give(tx, None, member.id, role).await
            })
            .await?;
            vec![shown]
        }
        UserCommand::Lock { handle, reason } => {
            let shown = format!("{handle} is locked, and signed out everywhere");
            db.tx(async move |tx| {
                let member = find(tx, &handle).await?;
                member::lock::lock(tx, None, member.id, &reason).await
            })
            .await?;
            vec![shown]
        }
        UserCommand::Unlock { handle } => {
            let shown = format!("{handle} may sign in again");
            db.tx(async move |tx| {
                let member = find(tx, &handle).await?;
                member::lock::unlock(tx, None, member.id).await
            })
            .await?;
            vec![shown]
        }
        UserCommand::ResetSecondFactor { handle } => {
            let shown = format!("{handle} signs in without a second factor now");
            db.tx(async move |tx| {
                let member = find(tx, &handle).await?;
                people::factor::reset::now(tx, member.id).await
            })
            .await?;
            vec![shown]
        }
        UserCommand::Sessions { handle, end } => sessions(db, handle, end).await?,
    };
    Ok(lines)
}

fn parse_role(key: &str) -> Outcome<Role> {
    Role::from_key(key).ok_or_else(|| Fault::invalid("role", "role.unknown"))
}

async fn find(tx: &db::Tx, handle: &str) -> Outcome<MemberRow> {
    let found = member::store::find_by_handle(tx, handle).await?;
    found.ok_or(Fault::Missing("member.missing"))
}

/// Makes an account; whoever runs the machine vouches for its address.
///
/// # Errors
/// `Invalid` when handle or address is, `Conflict` when the handle is taken.
pub async fn create(db: &Db, handle: &str, email: &str, role: Role) -> Outcome<MemberId> {
    let (handle, address) = (Handle::parse(handle)?, Address::parse(email)?);
    let locale = Locale::default();
    db.tx(async move |tx| by_command(tx, handle.clone(), &address, role, locale).await).await
}

/// Opens a token of an account, so that a machine can set a site up.
///
/// # Errors
/// `Missing` when there is no such account.
pub async fn token(db: &Db, handle: &str) -> Outcome<String> {
    let handle = handle.to_owned();
    db.tx(async move |tx| {
        let member = find(tx, &handle).await?;
        let network = Network { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), agent: "terminal".into() };
        let asker = Asker { network, device: None, label: "terminal".to_owned() };
        let kind = SessionKind::Token(TOKEN_DAYS);
        Ok(member::session::open(tx, &member, kind, By::Link, &asker).await?.token)
    })
    .await
}

async fn sessions(db: &Db, handle: String, end: bool) -> Result<Vec<String>, Mistake> {
    let lines = db
        .tx(async move |tx| {
            let member = find(tx, &handle).await?;
            if end {
                let ended = member::session::end_others(tx, member.id, None).await?;
                return Ok(vec![format!("{ended} ended")]);
            }
            let sessions = web::sessions::list(tx, member.id).await?;
            let line = |row: &web::sessions::SessionRow| {
                format!("{} {} {} {} {}", row.id, row.kind, row.seen_at, row.ip, row.agent)
            };
            Ok(sessions.iter().map(line).collect())
        })
        .await?;
    Ok(lines)
}
