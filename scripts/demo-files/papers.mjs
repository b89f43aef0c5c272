const FICTION = '（演示用文件，内容为虚构）';

/**
 * A paper as it is scanned and kept: one page of text as PDF. The letters are those of the reader's own Chinese font (STSong-Light is
 * one of the fonts that every reader knows by name), so that the file stays small.
 */
export function paper(lines) {
  const text = lines
    .map((line, position) => `BT /F 14 Tf 60 ${760 - position * 28} Td <${Buffer.from(line, 'utf16le').swap16().toString('hex')}> Tj ET`)
    .join('\n');
  return pdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]);
}

function pdf(objects) {
  const offsets = [];
  let body = '%PDF-1.4\n';
  for (const [index, object] of objects.entries()) {
    offsets.push(body.length);
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

/** Path → bytes of every paper that the errands name. */
export function papersOf({ resolutions, claims, payees, votes }, community) {
  const nameOf = (key) => payees.find((payee) => payee.key === key).name;
  return new Map([
    ...resolutions.map(({ paper: name, title, on, decidedOn = on, limit }) => [
      `papers/${name}`,
      paper([`${community.name} 业主决议`, title, `作出日期 ${decidedOn}`, limit === null ? '金额 按规则计算' : `金额上限 ${limit} 元`, FICTION]),
    ]),
    ...votes.flatMap(({ title, openedOn, closesOn, countedOn, notice, paper: ballots, sheet }) => [
      [`papers/${notice}`, paper([`${community.name} 业主表决公告`, title, `投票 ${openedOn} 至 ${closesOn}`, FICTION])],
      [`papers/${ballots}`, paper([`${community.name} 表决票汇编`, title, `截止 ${closesOn}`, FICTION])],
      [`papers/${sheet}`, paper([`${community.name} 计票结果`, title, `计票日期 ${countedOn}`, FICTION])],
    ]),
    ...claims
      .filter((claim) => claim.paper !== undefined)
      .map(({ paper: name, kind, description, payee, amount, invoiceNo, askedOn }) => [
        `papers/${name}`,
        paper([
          kind === 'TAX' ? '税款缴纳通知' : '发票',
          description,
          nameOf(payee),
          `金额 ${amount} 元`,
          invoiceNo === null ? '' : `发票号码 ${invoiceNo}`,
          askedOn,
          FICTION,
        ]),
      ]),
  ]);
}

/** What the centre found about a severe safety event. */
export function safetyPaper({ happenedOn, recordedOn, what }, community) {
  return paper([`${community.name} 安全事件调查报告`, `发生日期 ${happenedOn}`, ...(what.match(/.{1,24}/g) ?? []), `县物管中心 ${recordedOn}`, FICTION]);
}

/** The firm's invoice for a month or a quarter. */
export function invoicePaper({ claim, invoiceNo, amount, on }, { community, contract }) {
  const service = claim.includes('Q')
    ? `物业服务费（${claim.slice(0, 4)} 年第 ${claim.at(-1)} 季度绩效部分）`
    : `物业服务费（${claim.slice(0, 4)} 年 ${Number(claim.slice(5))} 月基础部分）`;
  return paper([
    '发票',
    service,
    `销售方 ${contract.payeeAccount.accountName}`,
    `购买方 ${community.name}全体业主`,
    `金额 ${amount} 元`,
    `发票号码 ${invoiceNo}`,
    on,
    FICTION,
  ]);
}

/** What each side signed of other terms, path → bytes. */
export function amendmentPapers({ fromPeriod, owners, firm }, { community, contract }) {
  const signed = (side, { on }) =>
    paper([`${community.name} 物业服务合同补充条款`, `合同 ${contract.number}`, `自 ${fromPeriod} 起执行`, `${side} ${on}`, FICTION]);
  return [
    [`papers/${owners.paper}`, signed('业主方签署', owners)],
    [`papers/${firm.paper}`, signed('物业公司签署', firm)],
  ];
}
