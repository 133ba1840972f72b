using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>Brings a text into a normalization form (UAX 15) and keeps track of origins.</summary>
internal static class UnicodeNormalization
{
    // UAX 15 allows any number of marks on one letter. Marks are put in order run by run, and a run this long (the
    // stream-safe format allows 30) is ordered in parts, so that hostile text costs no more than other text.
    private const int LongestRun = 4096;

    /// <summary>Applies a form.</summary>
    public static void Apply(AlignedText text, NormalizationKind kind)
    {
        // No character under U+00A0 changes in any form, and none under U+00C0 when only canonical ones count.
        if (text.Span.IndexOfAnyExceptInRange('\0', '\u009F') < 0)
        {
            return;
        }

        var data = UnicodeData.Instance;
        List<Symbol> run = [];
        List<int> parts = [];
        text.Begin();
        for (var at = 0; at < text.Length; at += CodePoints.LengthAt(text.Span, at))
        {
            parts.Clear();
            data.Decompose(CodePoints.At(text.Span, at), (kind & NormalizationKind.Nfkd) != 0, parts);
            for (var i = 0; i < parts.Count; i++)
            {
                var symbol = new Symbol(parts[i], i == 0 ? 0 : 1, data.CombiningClass(parts[i]));
                if (run.Count > 0 && EndsRun(data, run, symbol, (kind & NormalizationKind.Nfc) != 0))
                {
                    Flush(text, data, run, kind);
                }

                run.Add(symbol);
            }
        }

        Flush(text, data, run, kind);
        text.End();
    }

    // A starter ends a run unless it may compose with what stands before it (Hangul, and a few Indic vowels).
    private static bool EndsRun(UnicodeData data, List<Symbol> run, Symbol symbol, bool composes) =>
        run.Count >= LongestRun
        || (symbol.Class == 0 && !(composes && MayCompose(data, run, symbol.CodePoint)));

    private static bool MayCompose(UnicodeData data, List<Symbol> run, int codePoint)
    {
        // Composed on the way: what is in the run is brought to its shortest form first.
        Order(run);
        Compose(data, run);
        return run.Count == 1 && data.Compose(run[0].CodePoint, codePoint) >= 0;
    }

    private static void Flush(AlignedText text, UnicodeData data, List<Symbol> run, NormalizationKind kind)
    {
        Order(run);
        if ((kind & NormalizationKind.Nfc) != 0)
        {
            Compose(data, run);
        }

        foreach (var symbol in run)
        {
            text.Emit(symbol.CodePoint, symbol.Change);
        }

        run.Clear();
    }

    // Canonical ordering: marks sort stably by class between starters.
    private static void Order(List<Symbol> run)
    {
        var start = 0;
        while (start < run.Count)
        {
            if (run[start].Class == 0)
            {
                start++;
                continue;
            }

            var end = start;
            var sorted = true;
            while (end < run.Count && run[end].Class != 0)
            {
                sorted &= end == start || run[end - 1].Class <= run[end].Class;
                end++;
            }

            if (!sorted)
            {
                var ordered = run.GetRange(start, end - start).OrderBy(symbol => symbol.Class).ToArray();
                for (var i = 0; i < ordered.Length; i++)
                {
                    run[start + i] = ordered[i];
                }
            }

            start = end;
        }
    }

    private static void Compose(UnicodeData data, List<Symbol> run)
    {
        var starter = -1;
        var lastClass = -1;
        var kept = 0;
        for (var i = 0; i < run.Count; i++)
        {
            var symbol = run[i];
            if (starter >= 0 && (lastClass < symbol.Class || lastClass == -1))
            {
                var composed = data.Compose(run[starter].CodePoint, symbol.CodePoint);
                if (composed >= 0)
                {
                    run[starter] = new Symbol(composed, run[starter].Change + symbol.Change - 1, 0);
                    continue;
                }
            }

            if (symbol.Class == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = symbol.Class;
            }

            run[kept++] = symbol;
        }

        run.RemoveRange(kept, run.Count - kept);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Symbol(int CodePoint, int Change, int Class);
}
