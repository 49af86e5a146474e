// Starts the program that index.html names, and keeps the page for the time without a network.
const { js, wasm } = document.getElementById("boot").dataset;
const here = path => new URL(path, document.baseURI).href;

try {
  const program = await import(here(js));
  await program.default({ module_or_path: here(wasm) });
} catch (error) {
  const loading = document.getElementById("loading");
  if (loading) loading.textContent = `This page could not start: ${error.message}`;
  throw error;
}

if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
  navigator.serviceWorker.register(here("./sw.js"));
}
