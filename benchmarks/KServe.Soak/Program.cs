using KServe.Load.Crash;
using KServe.Load.Generation;
using KServe.Soak;

switch (args)
{
    case ["serve", var file, var cache]:
        await CrashServer.RunAsync(file, cache);
        return 0;
    case ["serve-chat", var folder]:
        await GenerationServer.RunAsync(folder);
        return 0;
    case ["generate", .. var rest] when rest.Contains("--minutes", StringComparer.Ordinal):
        return await LongGenerateCommand.RunAsync(rest);
    case ["generate", .. var rest]:
        return await GenerateCommand.RunAsync(rest);
    case ["kill", .. var rest]:
        return await KillCommand.RunAsync(rest);
    case ["reload", .. var rest]:
        return await ReloadCommand.RunAsync(rest);
    default:
        return await SoakCommand.RunAsync(args);
}
