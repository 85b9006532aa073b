use crate::config::Config;
use crate::hub::Hub;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::unbounded_channel;

pub async fn serve(config: Config) -> std::io::Result<()> {
    let listener = TcpListener::bind(&config.listen).await?;
    let hub = Arc::new(Mutex::new(Hub::default()));
    loop {
        let (stream, peer) = listener.accept().await?;
        if hub.lock().unwrap().len() >= config.max_clients {
            tracing::warn!(%peer, "refused: full");
            continue;
        }
        tokio::spawn(handle(stream, hub.clone()));
    }
}

async fn handle(stream: TcpStream, hub: Arc<Mutex<Hub>>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let (sender, mut receiver) = unbounded_channel::<String>();
    let id = hub.lock().unwrap().join(sender);
    let mut lines = BufReader::new(reader).lines();
    loop {
        tokio::select! {
            line = lines.next_line() => match line? {
                Some(line) => { hub.lock().unwrap().publish(id, &line); }
                None => break,
            },
            Some(line) = receiver.recv() => {
                writer.write_all(line.as_bytes()).await?;
                writer.write_all(b"\n").await?;
            }
        }
    }
    hub.lock().unwrap().leave(id);
    Ok(())
}
