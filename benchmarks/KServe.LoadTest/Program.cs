using KServe.LoadTest.Commands;
using KServe.LoadTest.Servers;

if (args is [ChildHost.Verb, ..])
{
    await ChildHost.RunAsync(args);
    return 0;
}

return await LoadTestCommand.Create().Parse(args).InvokeAsync();
