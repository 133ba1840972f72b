using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Tests.Fakes;

/// <summary>A model whose logits are a function of the whole sequence, read back through the block table.</summary>
/// <remarks>
/// A block that is missing, shared by mistake, stale or copied wrongly shows in what it generates. With a window a
/// token keeps a digest of what it saw, as the layers of a model do: the whole sequence reaches the logits, through
/// what lies in the window alone.
/// </remarks>
internal sealed class FakeModel(int blockSize = 4, int blocks = 64, int maxLength = 1000, int window = 0)
    : ICausalModel
{
    public const int Vocabulary = 97;
    public const int EndToken = 0;

    private readonly long[] _cells = new long[blockSize * blocks];

    public int VocabularySize => Vocabulary;

    public int MaxSequenceLength => maxLength;

    public int BlockSize => blockSize;

    public int BlockCount => blocks;

    public int Window => window;

    public ComputePool? Threads { get; init; }

    public int Steps { get; private set; }

    public long ComputedTokens { get; private set; }

    public int Copies { get; private set; }

    public int MaxTokensInStep { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Gets or sets what happens before a step, given its number from 1.</summary>
    public Action<int>? BeforeStep { get; set; }

    /// <summary>Gets or sets the token whose sequences get NaN.</summary>
    public int PoisonToken { get; set; } = -1;

    /// <summary>Computes a row for a sequence that ends here.</summary>
    public static void Compute(ReadOnlySpan<int> sequence, Span<float> row)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var token in sequence)
        {
            hash = Mix(hash ^ (ulong)(token + 1));
        }

        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (float)((Mix(hash + (ulong)i) >> 40) * (8.0 / (1 << 24)) - 4);
        }
    }

    public void Forward(StepBatch batch, Span<float> logits)
    {
        Steps++;
        BeforeStep?.Invoke(Steps);
        ComputedTokens += batch.Tokens.Length;
        MaxTokensInStep = Math.Max(MaxTokensInStep, batch.Tokens.Length);
        Assert.Equal(batch.LogitRows * Vocabulary, logits.Length);
        foreach (ref readonly var sequence in batch.Sequences)
        {
            Write(batch.Tokens.Slice(sequence.FirstToken, sequence.TokenCount), in sequence);
        }

        // Read after everything was written: neighbours that write to each other's blocks are seen.
        foreach (ref readonly var sequence in batch.Sequences)
        {
            var length = sequence.ContextLength + sequence.TokenCount;
            var tokens = Read(in sequence, length);
            for (var i = sequence.LogitCount; i > 0; i--)
            {
                var end = length - i + 1;
                Compute(tokens.AsSpan(FirstSeen(end - 1), end - FirstSeen(end - 1)), logits[..Vocabulary]);
                if (tokens.AsSpan(0, end).Contains(PoisonToken))
                {
                    logits[5] = float.NaN;
                }

                logits = logits[Vocabulary..];
            }
        }
    }

    public void CopyBlock(int source, int destination)
    {
        Copies++;
        _cells.AsSpan(source * blockSize, blockSize).CopyTo(_cells.AsSpan(destination * blockSize));
    }

    public void Dispose() => IsDisposed = true;

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    private void Write(ReadOnlySpan<int> tokens, in StepSequence sequence)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            var position = sequence.ContextLength + i;
            var digest = window == 0 ? tokens[i] : Digest(in sequence, position, tokens[i]);
            Cell(in sequence, position) = ((long)(position + 1) << 32) | (uint)digest;
        }
    }

    private int Digest(in StepSequence sequence, int position, int token)
    {
        var hash = (ulong)token;
        var isPoisoned = token == PoisonToken;
        for (var seen = FirstSeen(position); seen < position; seen++)
        {
            hash = Mix(hash ^ (ulong)Cell(in sequence, seen));
            isPoisoned |= (int)Cell(in sequence, seen) == PoisonToken;
        }

        return isPoisoned ? PoisonToken : (int)(Mix(hash) >> 33);
    }

    private int FirstSeen(int position) => window == 0 ? 0 : Math.Max(0, position - window + 1);

    private int[] Read(in StepSequence sequence, int length)
    {
        var tokens = new int[length];
        for (var position = FirstSeen(sequence.ContextLength); position < length; position++)
        {
            var cell = Cell(in sequence, position);
            Assert.Equal(position + 1, (int)(cell >> 32));
            tokens[position] = (int)cell;
        }

        return tokens;
    }

    private ref long Cell(in StepSequence sequence, int position) =>
        ref _cells[(sequence.Blocks[position / blockSize] * blockSize) + (position % blockSize)];
}
