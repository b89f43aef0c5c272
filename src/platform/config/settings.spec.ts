import { loadSettings, SettingsError } from './settings.js';

const installation = { DATABASE_URL: 'postgres://mingbai_app@db/mingbai', MINGBAI_PUBLIC_URL: 'https://mingbai.example' };
const problemsOf = (env: NodeJS.ProcessEnv, embedded?: string): readonly string[] => {
  try {
    loadSettings(env, embedded);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('the settings of an installation', () => {
  it('are taken, and are safe where nothing is said', () => {
    expect(loadSettings(installation)).toMatchObject({
      production: true,
      demo: false,
      secondFactorRequired: true,
      requestLimits: true,
      trustedProxies: [],
      host: '127.0.0.1',
      publicUrl: 'https://mingbai.example',
      evidenceBytesMax: 50 * 1024 ** 3,
    });
    expect(loadSettings({ ...installation, MINGBAI_EVIDENCE_GIGABYTES: '2' }).evidenceBytesMax).toBe(2_147_483_648);
  });

  it.each(['http://mingbai.example', 'http://10.0.0.5:3000', 'http://localhost.evil.example'])('refuses plain http outside this machine: %s', (publicUrl) => {
    expect(problemsOf({ ...installation, MINGBAI_PUBLIC_URL: publicUrl })).toEqual([expect.stringContaining('need https outside this machine')]);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000'])('takes plain http on this machine: %s', (publicUrl) => {
    expect(problemsOf({ ...installation, MINGBAI_PUBLIC_URL: publicUrl })).toEqual([]);
  });

  it('names each setting that cannot be used, all at once', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_POOL_SIZE: '0',
      LOG_LEVEL: 'loud',
      MINGBAI_NOW: '2024-05-16T09:00+08:00',
      MINGBAI_TRUST_PROXY: 'everybody',
      MINGBAI_SECOND_FACTOR: 'perhaps',
      MINGBAI_EVIDENCE_GIGABYTES: '0.5',
    };
    const problems = problemsOf({ DATABASE_URL: installation.DATABASE_URL, ...wrong });
    for (const name of [...Object.keys(wrong), 'MINGBAI_PUBLIC_URL']) expect(problems.filter((problem) => problem.includes(name))).not.toEqual([]);
    expect(problemsOf({ ...installation, DATABASE_URL: 'mysql://db' })).toEqual([expect.stringContaining('must begin with postgres://')]);
  });

  it('shows no demo to whoever has a database of their own', () => {
    expect(loadSettings({ ...installation, MINGBAI_DEMO: 'on' }).demo).toBe(false);
    const embedded = 'postgres://mingbai_app@localhost/mingbai';
    expect([loadSettings({}, embedded).demo, loadSettings({ MINGBAI_DEMO: 'off' }, embedded).demo]).toEqual([true, false]);
    expect(loadSettings({}, embedded)).toMatchObject({ production: false, secondFactorRequired: false, requestLimits: true, host: 'localhost' });
  });
});
