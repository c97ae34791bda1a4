// 年报体检: what the page does without this file, it does as well; with it a file can be dropped anywhere, its name and
// size are shown, one over the limit is refused before it is sent, and waiting is announced.
const form = document.querySelector('form[data-limit]');

if (form) {
  const limit = Number(form.dataset.limit);
  const input = form.querySelector('#file');
  const button = form.querySelector('button');
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  status.className = 'gk-small';
  input.insertAdjacentElement('afterend', status);

  const describe = () => {
    const file = input.files[0];
    if (!file) {
      status.textContent = '';
      return true;
    }
    const size = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
    const small = file.size <= limit;
    status.textContent = small
      ? `已选择：${file.name}（${size}）`
      : `${file.name}（${size}）超过 ${limit / 1048576} MB，请删去图片和附件后再检查`;
    return small;
  };

  input.addEventListener('change', describe);
  form.addEventListener('submit', (event) => {
    if (!describe()) {
      event.preventDefault();
    } else if (input.files[0]) {
      status.textContent = `正在检查 ${input.files[0].name}……`;
      button.setAttribute('aria-disabled', 'true');
    }
  });
  // Coming back to the page finds the button as it was.
  window.addEventListener('pageshow', () => button.removeAttribute('aria-disabled'));

  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 0) {
      input.files = event.dataTransfer.files;
      describe();
      input.focus();
    }
  });
}
