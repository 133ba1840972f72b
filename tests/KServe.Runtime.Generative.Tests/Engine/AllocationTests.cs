using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Engine;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Step_ManyTokens_AllocatesHardlyAnythingForEach(int threads)
    {
        const int Sequences = 16;
        const int Steps = 1000;
        using var pool = new ComputePool(threads);
        using var model = new EvenModel { Threads = pool };
        var context = new EngineContext { ModelName = "even", Options = new EngineOptions { MaxSequences = Sequences } };
        var core = new EngineCore(model, context);
        var compiler = new RequestCompiler(model, context);
        var all = Enumerable.Range(0, Sequences)
            .Select(i => compiler.Compile(
                new EngineRequest
                {
                    Prompt = [1, 2, i],
                    Sampling = new SamplingParameters
                    {
                        MaxTokens = Steps * 2,
                        Temperature = i % 2,
                        TopP = 0.9f,
                        TopK = 40,
                        FrequencyPenalty = 0.1f,
                    },
                },
                null))
            .ToArray();
        Array.ForEach(all, core.Add);
        Run(Steps / 2);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(Steps);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (Steps * Sequences);

        // The tokens themselves, tables and names of blocks: arrays that grow by doubling. One object would be more.
        Assert.InRange(each, 0, 32);

        void Run(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                core.Step();
                foreach (var generation in all)
                {
                    generation.Read();
                }
            }
        }
    }

    /// <summary>A model that allocates nothing.</summary>
    private sealed class EvenModel : ICausalModel
    {
        public int VocabularySize => 256;

        public int MaxSequenceLength => 4096;

        public int BlockSize => 32;

        public int BlockCount => 4096;

        public int Window => 0;

        public ComputePool? Threads { get; init; }

        public void Forward(StepBatch batch, Span<float> logits)
        {
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] = i * 7919 % 256 / 100f;
            }
        }

        public void CopyBlock(int source, int destination)
        {
        }

        public void Dispose()
        {
        }
    }
}
