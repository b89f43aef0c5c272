/** 移交包：换物业公司时交出去的全部资料。 */
export const handoverZhCN = {
  title: '移交包',
  lead: '换物业公司时移交的全部资料（民法典第九百四十九条）：房屋、未缴账单、预收、合同、押金、待查款、收据、余额、账目和已公示的报表，是同一时刻的一整份。',
  make: '现在生成',
  makeNote: (whole: boolean) =>
    `清单与账簿对不上时不会生成，并说明差在哪里。${whole ? '业主姓名是全名，只交给有权看的人。' : '业主姓名只留姓，如“张*”。'}里面没有付款人的附言和完整账号。`,
  button: '生成移交包',
  made: '移交包已生成',
  kept: '保留一小时供下载；之后请重新生成，内容以那时的账为准。',
  gone: '这个移交包已过一小时，不再保留，请重新生成。',
  on: '截至',
  through: '截至凭证',
  voucher: (seq: number) => `第 ${seq} 号分录`,
  download: '下载（ZIP）',
  fingerprint: '整包指纹（SHA-256）',
  fingerprintNote: '交接双方各自算一遍这个文件的指纹，与这里一致，就是同一份。',
  totals: '与账簿核对过的合计',
  total: { openBills: '未缴账单', prepayments: '预收物业费', leaseCharges: '未收经营性收入', suspense: '待查收款', deposits: '押金', collected: '代收款' },
  files: '里面的文件',
  size: '大小（字节）',
  sha: '指纹（SHA-256）',
} as const;
