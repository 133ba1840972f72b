namespace KServe.PayloadLogging.Tests.Capture;

public sealed class CapturePlanTests
{
    [Fact]
    public void Create_NumbersBeyondTheLimit_WholeElementsAreTaken()
    {
        var plan = CapturePlan.Create([InferTensor.Create<float>("x", [4], 1, 2, 3, 4)], [], maxBytes: 11);
        Assert.Equal((8, 2L, true), (plan[0].Length, plan[0].Count, plan[0].IsTruncated));
    }

    [Fact]
    public void Create_TextsBeyondTheLimit_WholeTextsAreTaken()
    {
        using var tensor = BytesTensor.Rent(new TensorPool(), "t", [3], "ab", "cdef", "g");
        var plan = CapturePlan.Create([tensor], [], maxBytes: 14);
        Assert.Equal((14, 2L, true), (plan[0].Length, plan[0].Count, plan[0].IsTruncated));
        Assert.Equal((6, 1L), (Take(tensor, 13).Length, Take(tensor, 13).Count));
        Assert.Equal((0, 0L), (Take(tensor, 3).Length, Take(tensor, 3).Count));
    }

    [Fact]
    public void Create_RedactedTensor_TakesNothingAndLeavesRoom()
    {
        var plan = CapturePlan.Create(
            [InferTensor.Create<float>("secret", [2], 1, 2), InferTensor.Create<float>("x", [2], 3, 4)], ["secret"], 8);
        Assert.Equal((0, true, false), (plan[0].Length, plan[0].IsRedacted, plan[0].IsTruncated));
        Assert.Equal((0, 8, false), (plan[1].Offset, plan[1].Length, plan[1].IsTruncated));
    }

    [Fact]
    public void Create_AnyTensorsAndLimit_StaysWithinItAndSaysWhatIsMissing()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var tensors = Enumerable.Range(0, random.Next(1, 5)).Select(i => NewTensor(random, i)).ToArray();
            var limit = random.Next(0, 120);
            var plan = CapturePlan.Create(tensors, [], limit);
            Assert.InRange(plan.Sum(static tensor => tensor.Length), 0, limit);
            for (var i = 0; i < plan.Length; i++)
            {
                Assert.Equal(plan[i].Count < tensors[i].Shape.GetElementCount(), plan[i].IsTruncated);
                Assert.Equal(plan.Take(i).Sum(static tensor => tensor.Length), plan[i].Offset);
            }
        }
    }

    private static CapturedTensor Take(InferTensor tensor, int room) => CapturePlan.Create([tensor], [], room)[0];

    private static InferTensor NewTensor(Random random, int index)
    {
        var count = random.Next(0, 9);
        return random.Next(2) == 0
            ? InferTensor.Create($"t{index}", [count], new ReadOnlySpan<double>(new double[count]))
            : BytesTensor.Rent(
                new TensorPool(),
                $"t{index}",
                [count],
                [.. Enumerable.Range(0, count).Select(_ => new string('x', random.Next(0, 9)))]);
    }
}
