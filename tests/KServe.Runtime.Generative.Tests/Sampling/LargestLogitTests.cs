using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Sampling;

public sealed class LargestLogitTests
{
    [Fact]
    public void Find_RandomRows_IsTheFirstOfTheLargest()
    {
        var random = new Random(21);
        for (var round = 0; round < 500; round++)
        {
            // Few different numbers, so that the largest comes several times, in other chunks too.
            var row = new float[random.Next(1, 6000)];
            foreach (ref var value in row.AsSpan())
            {
                value = random.Next(10) == 0 ? float.NegativeInfinity : random.Next(-1000, 1000) / 10f;
            }

            var expected = row.Max();
            Assert.Equal(expected, LargestLogit.Find(row, out var token));
            Assert.Equal(Array.IndexOf(row, expected), token);
        }
    }

    [Fact]
    public void Find_NothingButMinusInfinity_IsTheFirst()
    {
        var row = new float[5000];
        row.AsSpan().Fill(float.NegativeInfinity);
        Assert.Equal(float.NegativeInfinity, LargestLogit.Find(row, out var token));
        Assert.Equal(0, token);
    }

    [Fact]
    public void Find_NaNAnywhere_IsNaN()
    {
        foreach (var length in (ReadOnlySpan<int>)[1, 15, 16, 17, 2047, 2048, 2049, 4999])
        {
            foreach (var place in (ReadOnlySpan<int>)[0, length / 3, length / 2, length - 1])
            {
                foreach (var number in (ReadOnlySpan<float>)[1f, float.PositiveInfinity])
                {
                    var row = new float[length];
                    row.AsSpan().Fill(number);
                    row[place] = -float.NaN;
                    Assert.True(float.IsNaN(LargestLogit.Find(row, out _)));
                }
            }
        }
    }
}
