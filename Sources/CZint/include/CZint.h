#pragma once

// Zint, which encodes barcodes (https://www.zint.org.uk/manual). Its own structure holds an array that Swift would make a tuple of
// 28 800 members, over which its compiler does not end; so it stays on this side.

/// What a text is encoded as.
enum davtari_symbology { davtari_ean, davtari_upc, davtari_code128 };

/// Encodes a text as bars: a byte a module, 1 where it is dark.
/// @param modules where they go; at most `capacity`.
/// @returns how many there are; 0 where the text has no such bars, or too many.
int davtari_bars(enum davtari_symbology symbology, const unsigned char *text, int length, unsigned char *modules, int capacity);
