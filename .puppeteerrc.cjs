// The tests drive the browsers that the system has; nothing is downloaded at install.
module.exports = {skipDownload: true};
