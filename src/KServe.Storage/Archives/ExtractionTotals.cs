namespace KServe.Storage.Archives;

internal sealed record ExtractionTotals(long Files, long Bytes);
