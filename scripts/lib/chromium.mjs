/** The browser of the tests and of the screenshots. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * What playwright's `chromium.launch` needs: the program named by CHROMIUM_PATH, or the Chromium inside an npm package, which is
 * made for Linux on x64, with Chinese glyphs. Null where there is neither.
 * @param {string} root the checkout, whose packages it takes
 */
export function chromiumLaunch(root) {
  const resolve = createRequire(join(root, 'package.json')).resolve;
  const own = process.env.CHROMIUM_PATH;
  const isPackaged = process.platform === 'linux' && process.arch === 'x64';
  const executablePath = own && existsSync(own) ? own : isPackaged ? unpackedChromium(root, resolve) : null;
  if (executablePath === null) return null;
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return { executablePath, args, env: { ...process.env, FONTCONFIG_FILE: fontConfiguration(root, resolve) } };
}

/** Unpacks the packaged Chromium once per version: beside its place first, then renamed, so that nobody starts half of one. */
function unpackedChromium(root, resolve) {
  const manifest = join(dirname(resolve('@sparticuz/chromium')), '../../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const home = join(root, 'node_modules/.cache', `chromium-${version}`);
  if (existsSync(join(home, 'chromium'))) return join(home, 'chromium');
  const aside = `${home}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const program = "const { default: packaged } = await import('@sparticuz/chromium'); await packaged.executablePath();";
  execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, env: { ...process.env, TMPDIR: aside } });
  try {
    renameSync(aside, home);
  } catch {
    rmSync(aside, { recursive: true, force: true }); // another worker was first
  }
  return join(home, 'chromium');
}

/** Chinese glyphs for a machine without fonts: the weights of the page's styles, out of the font package. */
function fontConfiguration(root, resolve) {
  const fonts = dirname(resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const folder = join(root, 'node_modules/.cache/fontconfig');
  mkdirSync(folder, { recursive: true });
  const directories = ['400Regular', '600SemiBold', '700Bold'].map((weight) => `<dir>${join(fonts, weight)}</dir>`).join('');
  const file = join(folder, 'fonts.conf');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${directories}<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  return file;
}
