"use strict";

const ceremonies = {
  "register": {
    address: "/auth/passkeys",
    ask: (options) => navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
  },
  "step-up": {
    address: "/auth/step-up",
    ask: (options) => navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
  },
};

// What a browser says of these is meant for programmers.
const refusals = {
  "NotAllowedError": "No passkey was shown. Try again; if yours is lost, an administrator of the company can remove it.",
  "InvalidStateError": "This device or security key is registered already.",
};

async function post(address, data, body) {
  const answer = await fetch(address + "?tenant=" + encodeURIComponent(data.tenant), {
    method: "POST",
    headers: {
      "Accept": "application/json",
      "Content-Type": "application/json",
      [data.header]: data.token,
    },
    body,
  });
  const json = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) {
    throw new Error(json.title + ". " + json.detail);
  }
  return json;
}

async function run(data) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    throw new Error("This browser has no passkeys for this page. Use a recent one, and the address with https.");
  }
  const { address, ask } = ceremonies[data.ceremony];
  const credential = await ask(await post(address + "/options", data));
  const { next } = await post(address, data, JSON.stringify(credential));
  location.assign(next ?? location.href);
}

for (const button of document.querySelectorAll("button[data-ceremony]")) {
  button.addEventListener("click", () => {
    run(button.dataset).catch((reason) => {
      document.getElementById("told").textContent = refusals[reason.name] ?? reason.message;
    });
  });
}
