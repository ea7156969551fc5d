#include "CZint.h"

#include <zint.h>

int davtari_bars(enum davtari_symbology symbology, const unsigned char *text, int length, unsigned char *modules, int capacity) {
    struct zint_symbol *symbol = ZBarcode_Create();
    if (!symbol) return 0;
    symbol->symbology = symbology == davtari_ean ? BARCODE_EANX_CHK : symbology == davtari_upc ? BARCODE_UPCA_CHK : BARCODE_CODE128;
    int width = 0;
    if (ZBarcode_Encode(symbol, text, length) < ZINT_ERROR && symbol->width <= capacity) {
        width = symbol->width;
        // Its first row, a bit a module, the lowest first.
        for (int place = 0; place < width; place++) modules[place] = symbol->encoded_data[0][place / 8] >> (place % 8) & 1;
    }
    ZBarcode_Delete(symbol);
    return width;
}
