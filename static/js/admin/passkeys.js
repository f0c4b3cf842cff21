// Passkeys: a click asks the device for an answer, which goes into the form, and the form is sent.

const supported = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;

async function fetchOptions(button) {
  if (button.dataset.options) return JSON.parse(button.dataset.options);
  const body = new URLSearchParams({
    csrfmiddlewaretoken: button.form.elements.csrfmiddlewaretoken.value,
  });
  const answer = await fetch(button.dataset.begin, { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function ask(button) {
  const options = await fetchOptions(button);
  if ("make" in button.dataset) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

async function use(button) {
  const { form } = button;
  if ("make" in button.dataset && !form.reportValidity()) return;
  const error = form.querySelector(".passkey-error");
  error.hidden = true;
  button.disabled = true;
  try {
    const credential = await ask(button);
    form.elements[button.dataset.passkey].value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    error.hidden = false;
    button.disabled = false;
  }
}

if (supported) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => use(button));
  }
}
