using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Runs a decoder as simply as it can be run: blocks in order of need, the likeliest token.</summary>
internal sealed class Decoding : IDisposable
{
    public const int Blocks = 48;

    private readonly ComputePool _pool;
    private readonly StepBatch _batch = new();
    private int _nextBlock;

    public Decoding(string path, int threads = 1, Func<CausalModelOptions, CausalModelOptions>? change = null)
    {
        var options = new CausalModelOptions
        {
            BlockCount = Blocks,
            CacheFormat = KvFormat.F32,
            Precision = WeightPrecision.None,
        };
        _pool = new ComputePool(threads);
        Model = CausalModelLoader.Load(WeightStore.Open(path), change?.Invoke(options) ?? options, _pool);
    }

    public ICausalModel Model { get; }

    /// <summary>Computes the logits of all tokens of a sequence, so many tokens a step.</summary>
    public float[] Logits(ReadOnlySpan<int> tokens, int step = int.MaxValue)
    {
        var blocks = Take(tokens.Length);
        var logits = new float[tokens.Length * Model.VocabularySize];
        for (var first = 0; first < tokens.Length; first += Math.Min(step, tokens.Length))
        {
            var count = Math.Min(step, tokens.Length - first);
            _batch.Clear();
            _batch.Add(tokens.Slice(first, count), first, count, blocks);
            Model.Forward(_batch, logits.AsSpan(first * Model.VocabularySize));
        }

        return logits;
    }

    /// <summary>Computes the logits of all tokens with no more blocks than the model's window needs.</summary>
    /// <remarks>A block that is not read any more gets the next tokens; in its old place stands none.</remarks>
    public float[] LogitsInWindow(ReadOnlySpan<int> tokens, int step)
    {
        var demand = new BlockDemand(Model.BlockSize, Model.BlockCount, Model.Window, step);
        var free = new Queue<int>(Enumerable.Range(0, demand.AtOnce));
        var blocks = new int[demand.CountBlocks(tokens.Length)];
        var logits = new float[tokens.Length * Model.VocabularySize];
        var (given, taken) = (0, 0);
        for (var first = 0; first < tokens.Length; first += step)
        {
            var count = Math.Min(step, tokens.Length - first);
            for (; given < demand.FindFirst(first); given++)
            {
                free.Enqueue(blocks[given]);
                blocks[given] = -1;
            }

            for (; taken < demand.CountBlocks(first + count); taken++)
            {
                blocks[taken] = free.Dequeue();
            }

            _batch.Clear();
            _batch.Add(tokens.Slice(first, count), first, count, blocks);
            Model.Forward(_batch, logits.AsSpan(first * Model.VocabularySize));
        }

        return logits;
    }

    /// <summary>Computes all tokens of several sequences in one step.</summary>
    public float[][] LogitsTogether(params int[][] sequences)
    {
        _batch.Clear();
        foreach (var tokens in sequences)
        {
            _batch.Add(tokens, 0, tokens.Length, Take(tokens.Length));
        }

        var logits = new float[_batch.LogitRows * Model.VocabularySize];
        Model.Forward(_batch, logits);
        var first = 0;
        return [.. sequences.Select(tokens =>
        {
            var part = logits.AsSpan(first, tokens.Length * Model.VocabularySize).ToArray();
            first += part.Length;
            return part;
        })];
    }

    /// <summary>Continues a prompt with the likeliest tokens.</summary>
    public int[] Greedy(ReadOnlySpan<int> prompt, int count)
    {
        var blocks = Take(prompt.Length + count);
        var logits = new float[Model.VocabularySize];
        var answer = new int[count];
        for (var i = 0; i < count; i++)
        {
            _batch.Clear();
            if (i == 0)
            {
                _batch.Add(prompt, 0, 1, blocks);
            }
            else
            {
                _batch.Add(answer.AsSpan(i - 1, 1), prompt.Length + i - 1, 1, blocks);
            }

            Model.Forward(_batch, logits);
            answer[i] = Best(logits);
        }

        return answer;
    }

    /// <summary>Continues several prompts with the likeliest tokens, all in every step.</summary>
    public int[][] GreedyTogether(int[][] prompts, int count)
    {
        int[][] blocks = [.. prompts.Select(prompt => Take(prompt.Length + count))];
        int[][] answers = [.. prompts.Select(_ => new int[count])];
        var size = Model.VocabularySize;
        var logits = new float[prompts.Length * size];
        for (var i = 0; i < count; i++)
        {
            _batch.Clear();
            for (var j = 0; j < prompts.Length; j++)
            {
                var next = i == 0 ? prompts[j] : answers[j].AsSpan(i - 1, 1);
                _batch.Add(next, i == 0 ? 0 : prompts[j].Length + i - 1, 1, blocks[j]);
            }

            Model.Forward(_batch, logits);
            for (var j = 0; j < prompts.Length; j++)
            {
                answers[j][i] = Best(logits.AsSpan(j * size, size));
            }
        }

        return answers;
    }

    public static int Best(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }

    public static double LogProbability(ReadOnlySpan<float> logits, int token)
    {
        var sum = 0.0;
        var highest = logits[Best(logits)];
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - highest);
        }

        return logits[token] - highest - Math.Log(sum);
    }

    public void Dispose()
    {
        Model.Dispose();
        _pool.Dispose();
    }

    // Every other block, so that no sequence lies in one piece; old sequences are overwritten in the end.
    private int[] Take(int tokens)
    {
        var count = (tokens + Model.BlockSize - 1) / Model.BlockSize;
        var blocks = new int[count];
        for (var i = 0; i < count; i++)
        {
            blocks[i] = _nextBlock * 2 % Model.BlockCount + (_nextBlock * 2 / Model.BlockCount % 2);
            _nextBlock = (_nextBlock + 1) % Model.BlockCount;
        }

        return blocks;
    }
}
