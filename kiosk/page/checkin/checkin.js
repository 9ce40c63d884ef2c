// A tone for the answer, high for yes and low for anything else, so that the clerk need not read.
const verdict = document.querySelector("[data-sound]"), input = document.getElementById("identifier");
input.focus();
if (verdict && window.AudioContext) {
  const audio = new AudioContext(), tone = audio.createOscillator(), good = verdict.dataset.sound === "may";
  tone.frequency.value = good ? 880 : 220;
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + (good ? 0.12 : 0.4));
}
