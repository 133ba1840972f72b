namespace KServe.Core.Tests.Inference;

public sealed class InferRequestContentTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Content_BesideOutputs_KeepsBoth(bool contentFirst)
    {
        using var request = new InferRequest("m");
        Assert.Null(request.Content);
        Assert.False(request.HasOutputs);
        if (contentFirst)
        {
            request.Content = "what";
            request.Outputs.Add(new RequestedOutput("y"));
        }
        else
        {
            request.Outputs.Add(new RequestedOutput("y"));
            request.Content = "what";
        }

        Assert.Equal("what", request.Content);
        Assert.True(request.HasOutputs);
        Assert.True(request.WantsOutput("y"));
        Assert.False(request.WantsOutput("z"));
        request.Content = null;
        Assert.Null(request.Content);
        Assert.Equal("y", Assert.Single(request.Outputs).Name);
    }
}
