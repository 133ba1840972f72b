using KServe.LoadTest.Commands;
using KServe.LoadTest.Peers.Compute;
using KServe.LoadTest.Servers;

if (args is [OnnxLoopProgram.Verb])
{
    await OnnxLoopProgram.RunAsync();
    return 0;
}

if (args is [ChildHost.Verb, ..])
{
    await ChildHost.RunAsync(args);
    return 0;
}

return await LoadTestCommand.Create().Parse(args).InvokeAsync();
