namespace KServe.ControlPlane.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("500m", 0.5)]
    [InlineData("1Gi", 1073741824)]
    [InlineData("2e3", 2000)]
    [InlineData("1.5k", 1500)]
    [InlineData("3E", 3e18)]
    public void Quantity_OfKubernetes_IsRead(string text, double value)
    {
        Assert.True(Quantity.TryParse(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1 Gi")]
    [InlineData("1gb")]
    [InlineData("NaN")]
    public void Quantity_OfOtherForm_IsRefused(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("300ms", 0.3)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5s", 1.5)]
    public void Duration_OfGo_IsRead(string text, double seconds)
    {
        Assert.True(GoDuration.TryParse(text, out var read));
        Assert.Equal(seconds, read.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1d")]
    [InlineData("99999999999999h")]
    public void Duration_OfOtherForm_IsRefused(string text) => Assert.False(GoDuration.TryParse(text, out _));
}
