document.documentElement.dataset.map = "";
