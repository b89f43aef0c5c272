import { Rate } from '../kernel/index.js';
import { squareMetres } from '../modules/resolutions/index.js';

/** An amount as people read it: `1234567.80` becomes 1,234,567.80, a negative one has U+2212 in front. Takes and gives text: no digit is touched. */
export function formatMoney(yuan: string): string {
  const [, minus, whole = '', decimals = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(yuan) ?? [undefined, '', yuan];
  return (minus === '-' ? '\u2212' : '') + whole.replace(/\B(?=(\d{3})+$)/g, ',') + decimals;
}

/** An area as people read it, from 1/100 m²: 5119630 becomes 51,196.30. */
export function formatArea(hundredths: number): string {
  return formatMoney(squareMetres(hundredths));
}

/** A share as per cent without idle zeros: `0.8900` is 89%, `0.8886` is 88.86%. */
export function formatPercent(share: string): string {
  return `${Rate.parse(share).times(Rate.hundred).toString()}%`;
}

/** A rate of collection, always with two decimals so that rows compare: `0.765` is 76.50%. */
export function formatRate(rate: string): string {
  return `${Rate.parse(rate).times(Rate.hundred).toFixed(2)}%`;
}

/** A score or count of points without idle zeros after the second decimal: `35.4000` is 35.40. */
export function formatPoints(points: string): string {
  return Rate.parse(points).toFixed(2);
}
