/** "1234.56" → 123456, and back; whole fen are exact in a JS number. */
export const fen = (yuan) => Number(yuan.replace('.', ''));
export const yuan = (amount) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

/** Monthly bill of a unit in fen: area × rate, each with two decimals, rounded half up. */
export const monthlyBill = (area, rate) => Math.floor((fen(area) * fen(rate) + 50) / 100);
