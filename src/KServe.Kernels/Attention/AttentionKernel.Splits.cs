using System.Runtime.CompilerServices;
namespace KServe.Kernels.Attention;

/// <summary>What the splits of the keys give together.</summary>
internal static unsafe partial class AttentionKernel<TLanes>
{
    /// <summary>Merges the sums of a part's rows with those of the other parts, when it is the last of them.</summary>
    private static bool TryMergeParts(ref AttentionWork work, in AttentionItem item, int rows, ref TileScratch scratch)
    {
        Merge(scratch.All, Part(ref work, item.FirstPart + item.Part).Cleared(rows), rows);
        if (Interlocked.Decrement(ref work.OpenParts[item.FirstPart]) > 0)
        {
            return false;
        }

        scratch.All.Clear(rows);
        for (var part = 0; part < item.Parts; part++)
        {
            Merge(Part(ref work, item.FirstPart + part), scratch.All, rows);
        }

        return true;
    }

    private static RowSums Part(ref AttentionWork work, int part) =>
        RowSums.At(work.Partials + ((nuint)part * work.PartialFloats), work.PaddedHeadSize, work.ItemRows);

    /// <summary>Adds to the sums of the splits so far those of the next one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Merge(in RowSums source, in RowSums target, int rows)
    {
        var padded = source.Padded;
        for (var row = 0; row < rows; row++)
        {
            // A row that saw a key has a total of 1 at least, or one that is not a number.
            if (source.Totals[row] == 0f)
            {
                continue;
            }

            var from = source.Sums + (row * padded);
            var to = target.Sums + (row * padded);
            var (before, next) = (target.Highest[row], source.Highest[row]);
            if (target.Totals[row] == 0f)
            {
                new Span<float>(from, padded).CopyTo(new Span<float>(to, padded));
                target.Totals[row] = source.Totals[row];
                target.Highest[row] = next;
                continue;
            }

            var (fade, share) = next > before ? (MathF.Exp(before - next), 1f) : (1f, MathF.Exp(next - before));
            var (fades, shares) = (TLanes.Create(fade), TLanes.Create(share));
            for (var i = 0; i < padded; i += TLanes.Count)
            {
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(from + i), shares, TLanes.Load(to + i) * fades), to + i);
            }

            target.Totals[row] = MathF.FusedMultiplyAdd(source.Totals[row], share, target.Totals[row] * fade);
            target.Highest[row] = next > before ? next : before;
        }
    }
}
