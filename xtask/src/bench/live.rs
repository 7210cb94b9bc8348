//! Live pages: one event to a thousand clients beside a thousand bare writes, and the memory of ten
//! thousand that wait.

use std::cell::RefCell;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use rustix::time::{ClockId, clock_gettime};

use super::Failure;
use super::finding::{Finding, Goal};
use super::http::request;
use super::load::slowest;
use super::page::figure;
use super::server::Server;
use super::site::Site;
use super::socket::Socket;

/// Who hears an event.
const CLIENTS: usize = 1_000;
/// Who waits.
const IDLE: usize = 10_000;
/// Events that are sent.
const EVENTS: usize = 20;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(150);
/// Milliseconds of CPU a second below which a server rests, and for how many seconds that is waited for.
const RESTS: (f64, usize) = (20.0, 60);
/// Sockets that are opened at once.
const AT_ONCE: usize = 50;

/// Opens sockets that follow a post, one of each member in turn.
async fn open(server: &Server, site: &Site, count: usize) -> Result<Vec<Socket>, Failure> {
    let member = site.member(0)?;
    let page = request("GET", &site.post_path, &[("cookie", &member.cookie)], "");
    let html = server.ask(&page).await?.text();
    let since = html.split("since=\"").nth(1).and_then(|rest| rest.split('"').next());
    let wish = format!(
        "{{\"sub\":\"post:{}\",\"since\":\"{}\"}}",
        site.post,
        since.ok_or("the page follows nothing")?
    );
    let mut sockets = Vec::with_capacity(count);
    while sockets.len() < count {
        let from = sockets.len();
        let some = (from..count.min(from + AT_ONCE)).map(|turn| {
            let wish = &wish;
            async move {
                let mut socket = Socket::open(server.address, &site.member(turn)?.cookie).await?;
                socket.say(wish).await?;
                socket.hear().await?;
                Ok::<_, Failure>(socket)
            }
        });
        sockets.extend(try_join_all(some).await?);
    }
    Ok(sockets)
}

/// One event to a thousand clients.
pub(crate) async fn event(
    server: &Server,
    site: &Site,
    over: &'static str,
) -> Result<Vec<Finding>, Failure> {
    let sockets = open(server, site, CLIENTS).await?;
    let heard: Rc<RefCell<Vec<(Instant, usize)>>> = Rc::default();
    let mut clients = Vec::new();
    for mut socket in sockets {
        let heard = Rc::clone(&heard);
        clients.push(tokio::task::spawn_local(async move {
            while let Ok(text) = socket.hear().await {
                if text.starts_with('<') {
                    heard.borrow_mut().push((Instant::now(), text.len()));
                }
            }
        }));
    }
    let idle = rest(server).await?;
    let mut taken = Vec::new();
    let (used, began) = (server.cpu_ms()?, Instant::now());
    for turn in 0..EVENTS {
        heard.borrow_mut().clear();
        let sent = Instant::now();
        comment(server, site, turn).await?;
        tokio::time::sleep(PAUSE).await;
        taken.extend(heard.borrow().iter().map(|(at, _)| at.duration_since(sent)));
    }
    let (used, lasted) = (server.cpu_ms()? - used, began.elapsed().as_secs_f64());
    // Whatever a database does of its own accord, it may have done in one of the two idle seconds.
    let spent = used - idle.min(idle_cpu(server).await?) * lasted;
    let size = heard.borrow().first().map_or(0, |(_, size)| *size);
    clients.iter().for_each(tokio::task::JoinHandle::abort);
    taken.sort_unstable();
    let bare = tokio::task::spawn_blocking(move || bare_writes(size)).await??;
    let events = f64::from(u32::try_from(EVENTS)?);
    let share = f64::from(u32::try_from(taken.len())?) / events;
    let beside = format!(
        "{} bare writes of {size} bytes cost {} ms; {share:.0} clients heard each, the comment's own \
         cost included",
        CLIENTS,
        figure(bare)
    );
    let what = "one event to 1,000 live clients".to_owned();
    let value = spent / events;
    let goal = Goal::AtMost(2.0 * bare).over(over);
    let unit = "ms CPU an event";
    let first = Finding { over, what: what.clone(), value, unit, goal, beside };
    let p99 = slowest(&taken).as_secs_f64() * 1_000.0;
    let goal = Goal::AtMost(25.0).over(over);
    let beside = "from sending the comment to the last but a hundredth".to_owned();
    let what = format!("{what}, p99");
    Ok(vec![first, Finding { over, what, value: p99, unit: "ms", goal, beside }])
}

/// Waits until the server has done what earlier cases left it to do; what it uses in a second then.
async fn rest(server: &Server) -> Result<f64, Failure> {
    let (most, seconds) = RESTS;
    for _ in 1..seconds {
        let idle = idle_cpu(server).await?;
        if idle < most {
            return Ok(idle);
        }
    }
    idle_cpu(server).await
}

/// Milliseconds of CPU that the server uses in a second when nothing happens.
async fn idle_cpu(server: &Server) -> Result<f64, Failure> {
    let (used, began) = (server.cpu_ms()?, Instant::now());
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok((server.cpu_ms()? - used) / began.elapsed().as_secs_f64())
}

async fn comment(server: &Server, site: &Site, turn: usize) -> Result<(), Failure> {
    let path = format!("/api/v1/posts/{}/comments", site.post);
    let body = format!("{{\"body\":\"第 {turn} 次量过，结果一样。\"}}");
    server.ask(&site.post(turn, &path, &body)?).await?.expect(201).map(drop)
}

/// Milliseconds of CPU of as many bare writes to sockets as there are clients, each to one who waits
/// for it.
fn bare_writes(size: usize) -> Result<f64, String> {
    let told = |error: std::io::Error| error.to_string();
    let listener = TcpListener::bind("127.0.0.1:0").map_err(told)?;
    let address = listener.local_addr().map_err(told)?;
    let (mut writers, mut readers) = (Vec::new(), Vec::new());
    for _ in 0..CLIENTS {
        readers.push(TcpStream::connect(address).map_err(told)?);
        let (writer, _) = listener.accept().map_err(told)?;
        writer.set_nodelay(true).map_err(told)?;
        writers.push(writer);
    }
    let waiting = std::thread::spawn(move || wait(readers));
    let (text, mut spent) = (vec![b'x'; size.max(1)], 0.0);
    for _ in 0..EVENTS {
        std::thread::sleep(PAUSE);
        let used = own_cpu_ms();
        for writer in &mut writers {
            writer.write_all(&text).map_err(told)?;
        }
        spent += own_cpu_ms() - used;
    }
    drop(writers);
    waiting.join().map_err(|_panic| "a reader broke".to_owned())?.map_err(told)?;
    Ok(spent / f64::from(u32::try_from(EVENTS).unwrap_or(u32::MAX)))
}

/// Reads from all sockets as clients do, until each has been closed.
fn wait(sockets: Vec<TcpStream>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let _inside = runtime.enter();
    let all = sockets.into_iter().map(|socket| {
        socket.set_nonblocking(true)?;
        let mut socket = tokio::net::TcpStream::from_std(socket)?;
        Ok(runtime.spawn(async move { tokio::io::copy(&mut socket, &mut tokio::io::sink()).await }))
    });
    let all = all.collect::<std::io::Result<Vec<_>>>()?;
    runtime.block_on(async {
        for one in all {
            one.await??;
        }
        Ok(())
    })
}

/// Milliseconds that this thread has run.
fn own_cpu_ms() -> f64 {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(spent).unwrap_or_default().as_secs_f64() * 1_000.0
}

/// The memory of ten thousand clients that wait.
pub(crate) async fn idle(
    server: &Server,
    site: &Site,
    over: &'static str,
) -> Result<Finding, Failure> {
    let (before, _) = server.memory_mib()?;
    let sockets = open(server, site, IDLE.min(site.members.len() * 10)).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (value, _) = server.memory_mib()?;
    let goal = Goal::AtMost(120.0).over(over);
    let beside = format!("{} sockets; {before:.0} MiB before them", sockets.len());
    let what = "memory with 10,000 idle live clients".to_owned();
    Ok(Finding { over, what, value, unit: "MiB", goal, beside })
}
