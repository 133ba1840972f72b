using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds that a wrong step is refused before it reaches the cache.</summary>
public sealed class StepCheckTests
{
    public static TheoryData<int, int, int, int[]> WrongSteps => new()
    {
        { -1, 0, 1, [0] },
        { 384, 0, 1, [0] },
        { 1, -1, 1, [0] },
        { 1, 256, 1, [.. Enumerable.Range(0, 17)] },
        { 1, 0, 2, [0] },
        { 1, 16, 1, [0] },
        { 1, 0, 1, [Decoding.Blocks] },
        { 1, 0, 1, [-1] },
    };

    [Theory]
    [MemberData(nameof(WrongSteps))]
    public void Forward_WrongStep_Throws(int token, int contextLength, int logits, int[] blocks)
    {
        using var decoding = new Decoding(ArchitectureGolden.PathOf("llama"));
        var batch = new StepBatch();
        batch.Add([token], contextLength, logits, blocks);

        Assert.Throws<ArgumentException>(() => decoding.Model.Forward(batch, new float[2 * 384]));
    }

    [Fact]
    public void Forward_LogitsTooShort_Throws()
    {
        using var decoding = new Decoding(ArchitectureGolden.PathOf("llama"));
        var batch = new StepBatch();
        batch.Add([1, 2], 0, 2, [0]);

        Assert.Throws<ArgumentException>(() => decoding.Model.Forward(batch, new float[(2 * 384) - 1]));
    }

    [Theory]
    [InlineData(257)]
    [InlineData(int.MaxValue)]
    public void Load_LongerThanThePositionsReach_Throws(int length) => Assert.Throws<InferenceException>(
        () => new Decoding(
            ArchitectureGolden.PathOf("llama"), change: options => options with { MaxSequenceLength = length }));
}
