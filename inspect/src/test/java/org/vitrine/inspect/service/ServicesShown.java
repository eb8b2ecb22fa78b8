package org.vitrine.inspect.service;
import java.nio.file.*;
import org.vitrine.inspect.spi.TreeOf;
class ServicesShown {
    public static void main(String[] a) throws Exception {
        for (String p : a) {
            System.out.println("=== " + p);
            var root = TreeOf.folder(Path.of(p)).root();
            long t = System.nanoTime();
            for (var s : Services.of(root)) { var x = s.service();
              System.out.println(x.starter()+" "+x.state()+" "+x.name()+" ["+x.command()+"] -> "+x.program()+"#"+x.executable()+" u="+x.user()+" | "+x.reason()+" | "+s.words()); }
            System.out.println("ms " + (System.nanoTime()-t)/1000000);
        }
    }
}
