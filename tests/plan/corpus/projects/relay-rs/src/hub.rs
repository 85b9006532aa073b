use std::collections::HashMap;
use tokio::sync::mpsc::UnboundedSender;

/// Everybody who listens, by a number of their own.
#[derive(Default)]
pub struct Hub {
    clients: HashMap<u64, UnboundedSender<String>>,
    next: u64,
}

impl Hub {
    pub fn join(&mut self, sender: UnboundedSender<String>) -> u64 {
        self.next += 1;
        self.clients.insert(self.next, sender);
        self.next
    }

    pub fn leave(&mut self, id: u64) {
        self.clients.remove(&id);
    }

    pub fn publish(&self, from: u64, line: &str) -> usize {
        self.clients
            .iter()
            .filter(|(id, _)| **id != from)
            .filter(|(_, sender)| sender.send(line.to_owned()).is_ok())
            .count()
    }

    pub fn len(&self) -> usize {
        self.clients.len()
    }
}
